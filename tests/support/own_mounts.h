// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QFile>
#include <QString>

#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

namespace studio::test {

/// Mounts of this program's own, which others do not see and which end with it; as an ordinary user in a user namespace
/// of its own too. To be called before there is a second thread, which would keep the old ones. False where the system
/// allows neither: the one reason to skip a test for. Where it is true, a SmallDisk that is not there is a failure.
inline bool haveOwnMounts()
{
    const auto write = [](const char *path, const QByteArray &text) {
        QFile file(QString::fromLatin1(path));
        return file.open(QIODevice::WriteOnly | QIODevice::Unbuffered) && file.write(text) == text.size();
    };
    const QByteArray user = QByteArray::number(::geteuid());
    const QByteArray group = QByteArray::number(::getegid());
    if (::unshare(CLONE_NEWNS) != 0 &&
        (::unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0 || !write("/proc/self/setgroups", "deny") ||
         !write("/proc/self/uid_map", user + ' ' + user + " 1") ||
         !write("/proc/self/gid_map", group + ' ' + group + " 1"))) {
        return false;
    }
    return ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0;
}

/// A disk of few megabytes in place of a folder, as long as this object lives.
class SmallDisk
{
public:
    SmallDisk(const QString &folder, int megabytes)
        : m_folder(folder.toUtf8())
        , m_isThere(::mount("tmpfs", m_folder.constData(), "tmpfs", 0,
                            ("size=" + QByteArray::number(megabytes) + "m").constData()) == 0)
        , m_ballast(folder + QStringLiteral("/ballast"))
    {
    }
    ~SmallDisk()
    {
        m_ballast.close();
        if (m_isThere) {
            ::umount2(m_folder.constData(), MNT_DETACH);
        }
    }
    Q_DISABLE_COPY_MOVE(SmallDisk)

    [[nodiscard]] bool isThere() const { return m_isThere; }
    /// To the last byte.
    void fill()
    {
        if (!m_ballast.isOpen() && !m_ballast.open(QIODevice::WriteOnly | QIODevice::Unbuffered)) {
            qFatal("no ballast");
        }
        for (const qsizetype size : {1 << 20, 4'096, 1}) {
            while (m_ballast.write(QByteArray(size, 'b')) == size) {
            }
        }
    }
    void makeRoom()
    {
        if (!m_ballast.resize(0) || !m_ballast.seek(0)) {
            qFatal("the ballast stays");
        }
    }

private:
    QByteArray m_folder;
    bool m_isThere;
    QFile m_ballast;
};

} // namespace studio::test
