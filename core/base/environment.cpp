// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/environment.h"

#include <QByteArray>

#include <clocale>
#include <csignal>
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
    // A write beyond the limit on the size of files (ulimit -f) fails and is said, where the signal would end the
    // program. Handled and not ignored, so that programs which it starts have the signal as they expect it.
    std::signal(SIGXFSZ, [](int) {});
    std::setlocale(LC_CTYPE, "");
    if (std::strcmp(::nl_langinfo(CODESET), "UTF-8") != 0) {
        // It overrules the others, of which any may have said so.
        qputenv("LC_ALL", "C.UTF-8");
    }
}

} // namespace studio
