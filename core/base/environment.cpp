// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/environment.h"

#include <QByteArray>

#include <clocale>
#include <cstring>
#include <langinfo.h>
#include <pwd.h>
#include <unistd.h>

namespace studio {

void prepareEnvironment()
{
    if (qEnvironmentVariableIsEmpty("HOME")) {
        if (const passwd *const user = ::getpwuid(::getuid()); user && user->pw_dir) {
            qputenv("HOME", user->pw_dir);
        }
    }
    std::setlocale(LC_CTYPE, "");
    if (std::strcmp(::nl_langinfo(CODESET), "UTF-8") != 0) {
        // It overrules the others, of which any may have said so.
        qputenv("LC_ALL", "C.UTF-8");
    }
}

} // namespace studio
