// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/lock_sweep.h"

#include "core/base/descriptor.h"

#include <sys/file.h>

namespace studio {

bool removeUnheld(const QString &path)
{
    const QByteArray name = QFile::encodeName(path);
    const Descriptor file(openFile(name, O_RDONLY | O_NONBLOCK | O_NOFOLLOW));
    if (!file.isOpen()) {
        return errno == ENOENT;
    }
    return file.isRegular() && ::flock(file.number(), LOCK_SH | LOCK_NB) == 0 && ::unlink(name.constData()) == 0;
}

} // namespace studio
