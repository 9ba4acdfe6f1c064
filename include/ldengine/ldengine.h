/* ldengine.h: the whole public interface. */
#ifndef LDENGINE_LDENGINE_H
#define LDENGINE_LDENGINE_H

#include "ldengine/exchange.h"
#include "ldengine/init.h"
#include "ldengine/project.h"
#include "ldengine/report.h"
#include "ldengine/result.h"
#include "ldengine/status.h"
#include "ldengine/version.h"
#include "ldengine/whatif.h"

#endif
