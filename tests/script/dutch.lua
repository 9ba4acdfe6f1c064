-- language: nl
print(ld.goals.g1.label, ld.money(125000)) -- expect: Minder verzuim	€ 1.250,00
print(ld.offerings.o1.label) -- expect: Coping
x = ld.goals.g1.titel -- expect error: goals hebben geen veld 'titel'; bedoelt u 'label'?
x = ld.goals:where("wieght") -- expect error: goals hebben geen veld 'wieght' (kolom 1 van "wieght"); bedoelt u 'weight'?
x = ld.gols -- expect error: ld heeft geen 'gols'; bedoelt u 'goals' of 'roles' of 'gaps'?
ld.goals.g1.label = "x" -- expect error: gegevens zijn alleen te lezen
