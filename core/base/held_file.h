// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <sys/types.h>

namespace studio {

/// What the names of new files begin with that are to replace `fileName`: "." and the name, cut, for a name has at most
/// 255 bytes.
inline QString temporaryPrefix(const QString &fileName)
{
    constexpr qsizetype maxNamePart = 60;
    return u'.' + fileName.left(maxNamePart) + u'.';
}

/// A new file under a name of its own, to be renamed or linked to where it belongs once it is whole. It is locked as
/// long as this object lives, and its name is removed with it; what a process that was killed leaves has no lock, and
/// removeAbandonedFiles() finds it. Blocks shortly; any thread.
class HeldFile
{
public:
    /// Named `prefix` and a UUID. Where it cannot be made it is not open, and errno tells why.
    HeldFile(const QString &folder, const QString &prefix, mode_t mode);
    ~HeldFile();
    Q_DISABLE_COPY_MOVE(HeldFile)

    [[nodiscard]] bool isOpen() const { return m_lock >= 0; }
    /// To write with, until it is renamed or linked.
    [[nodiscard]] int descriptor() const { return m_file; }
    [[nodiscard]] const QByteArray &path() const { return m_path; }

    // Both close what it is written with first: a program that is open for writing cannot be started (ETXTBSY). False
    // leaves errno.
    /// Gives it the name, over what is there.
    [[nodiscard]] bool renameTo(const QByteArray &target);
    /// Gives it the name too; EEXIST where something is there.
    [[nodiscard]] bool linkTo(const QByteArray &target);

private:
    bool closeWriter();

    int m_file = -1; ///< to write with
    int m_lock = -1; ///< open for reading, and locked
    QByteArray m_path;
};

/// Removes the files of that prefix whose process is gone.
void removeAbandonedFiles(const QString &folder, const QString &prefix);

} // namespace studio
