"$LDENGINE" rnu
