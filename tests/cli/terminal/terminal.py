"""Runs a program on a pseudo-terminal of some width and prints what it wrote, escapes made visible.

usage: terminal.py WIDTH out|err PROGRAM ARGUMENTS…   (the other stream is a file, thrown away)
Ends with how wide the lines are, counted in characters; with ONLY set, those that hold this text."""
import fcntl, os, pty, re, struct, subprocess, sys, termios

width, stream = int(sys.argv[1]), sys.argv[2]
master, slave = pty.openpty()
fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, width, 0, 0))
attributes = termios.tcgetattr(slave)
attributes[1] &= ~termios.OPOST
termios.tcsetattr(slave, termios.TCSANOW, attributes)
null = open(os.devnull, "w")
out, err = (slave, null) if stream == "out" else (null, slave)
child = subprocess.Popen(sys.argv[3:], stdin=subprocess.DEVNULL, stdout=out, stderr=err)
os.close(slave)
said = b""
while True:
    try:
        block = os.read(master, 65536)
    except OSError:
        break
    if not block:
        break
    said += block
child.wait()
text = said.decode("utf-8")
coloured = "\033[" in text
plain = re.sub(r"\033\[[0-9;]*[mK]", "", text).replace("\r", "")
if os.environ.get("SHOW") == "plain":
    sys.stdout.write(plain)
elif os.environ.get("SHOW") == "raw":
    sys.stdout.write(text.replace("\033", "<ESC>").replace("\r", "<CR>"))
only = os.environ.get("ONLY", "")
widest = max((len(line) for line in plain.split("\n") if only in line), default=0)
print("widest line %s, %s, exit %d" % ("fits" if widest <= width else "is %d of %d" % (widest, width),
                                      "coloured" if coloured else "plain", child.returncode))
