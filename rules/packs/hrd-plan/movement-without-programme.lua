return ld.rule {
  id = "hrd-plan/movement-without-programme", code = "H03", step = 4, severity = "warning",
  title = { en = "Movement without programme", nl = "Beweging zonder programma" },
  each = "movements",
  fails = "#programmes == 0",
  message = {
    en = "no programme carries out {label}",
    nl = "geen programma voert {label} uit",
  },
  help = {
    en = "Set up a programme for the movement, or link the programme that already works on it.",
    nl = "Zet een programma op voor de beweging, of koppel het programma dat er al aan werkt.",
  },
  why = {
    en = "A movement is made by programmes with people, time and money; without one it stays an intention.",
    nl = "Een beweging ontstaat door programma's met mensen, tijd en geld; zonder programma blijft het een voornemen.",
  },
  fires = { movements = { { id = "m1" } } },
  clean = { movements = { { id = "m1" } }, programmes = { { id = "p1", movement = "m1" } } },
}
