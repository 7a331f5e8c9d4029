// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

namespace studio::test {

/// Gives a project a build script that waits until release(), so that a compile goes on for exactly as long as a test
/// wants it to. It also ends with this value.
class HeldBuild
{
public:
    explicit HeldBuild(const QString &project) : m_script(project + QStringLiteral("/build.rs"))
    {
        QFile script(m_script);
        if (!script.open(QIODevice::WriteOnly)) {
            qFatal("no build script");
        }
        script.write("use std::{fs, path::Path, thread, time::Duration};\n\nfn main() {\n    let place = Path::new(\"" +
                     m_place.path().toUtf8() +
                     "\");\n    let _ = fs::write(place.join(\"begun\"), \"\");\n    while place.exists() && "
                     "!place.join(\"released\").exists() {\n        thread::sleep(Duration::from_millis(5));\n    "
                     "}\n}\n");
    }
    ~HeldBuild() { QFile::remove(m_script); }
    HeldBuild(const HeldBuild &) = delete;
    HeldBuild &operator=(const HeldBuild &) = delete;

    /// Whether the compile has come to the script.
    [[nodiscard]] bool hasBegun() const { return QFile::exists(m_place.filePath(QStringLiteral("begun"))); }
    void release() const
    {
        QFile released(m_place.filePath(QStringLiteral("released")));
        if (!released.open(QIODevice::WriteOnly)) {
            qFatal("the compile cannot be released");
        }
    }

private:
    QTemporaryDir m_place;
    QString m_script;
};

} // namespace studio::test
