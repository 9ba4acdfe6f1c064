/* A shared library needs a source of its own; the layers are linked in as objects, and ldengine.map
 * hides all but the public interface. */
#include "ldengine/ldengine.h"
