// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/user_file.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

namespace studio::test {

/// A person's file with “old” in it, alone in a folder.
class UserFileTest : public QObject
{
protected:
    std::unique_ptr<QTemporaryDir> m_home;
    QString m_path;

    void begin()
    {
        m_home = std::make_unique<QTemporaryDir>();
        m_path = m_home->filePath(QStringLiteral("lib.rs"));
        QVERIFY(saveUserFile(m_path, "old"));
    }
    /// Of the folder, whatever is in it.
    [[nodiscard]] QStringList names() const
    {
        return QDir(m_home->path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
    }
};

} // namespace studio::test
