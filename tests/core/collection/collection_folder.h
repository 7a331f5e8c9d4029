// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

namespace studio::test {

/// A collection on the disk, of the files that a test writes.
class CollectionFolder
{
public:
    CollectionFolder() { write("opencollection.yml", "opencollection: 1.0.0\ninfo:\n  name: Shop\n"); }

    [[nodiscard]] QString path() const { return m_folder.path(); }
    [[nodiscard]] QString path(const QString &name) const { return m_folder.filePath(name); }

    bool write(const QByteArray &name, const QByteArray &content) const
    {
        const QString path = m_folder.filePath(QString::fromUtf8(name));
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        return file.open(QIODevice::WriteOnly) && file.write(content) == content.size();
    }

    /// A request with nothing but what orders it.
    bool writeRequest(const QByteArray &file, const QByteArray &name, const QByteArray &sequence = {}) const
    {
        return write(file, "info:\n  name: " + name + "\n  type: http\n" +
                               (sequence.isEmpty() ? QByteArray() : "  seq: " + sequence + "\n") +
                               "http:\n  method: GET\n  url: /\n");
    }

private:
    QTemporaryDir m_folder;
};

} // namespace studio::test
