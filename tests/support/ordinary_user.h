// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <unistd.h>

namespace studio::test {

/// As long as this object lives, this process is one for which the permissions of files count. Does nothing where it is
/// one already; the superuser becomes `uid`.
class OrdinaryUser
{
public:
    static constexpr uid_t uid = 65'534;

    [[nodiscard]] static bool isSuperuser() { return ::geteuid() == 0; }

    /// With a folder, that becomes the user's own.
    explicit OrdinaryUser(const QString &folder = {})
    {
        if (m_wasSuperuser && ((!folder.isEmpty() && ::chown(folder.toUtf8().constData(), uid, uid) != 0) ||
                               ::setegid(uid) != 0 || ::seteuid(uid) != 0)) {
            qFatal("cannot become an ordinary user");
        }
    }
    ~OrdinaryUser()
    {
        if (m_wasSuperuser && (::seteuid(0) != 0 || ::setegid(0) != 0)) {
            qFatal("cannot become the superuser again");
        }
    }
    Q_DISABLE_COPY_MOVE(OrdinaryUser)

private:
    bool m_wasSuperuser = isSuperuser();
};

} // namespace studio::test
