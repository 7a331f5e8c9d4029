// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/archive/archive.h"
#include "core/source/code_source.h"
#include "tests/core/archive/tree_helpers.h"

#include <QCoroTask>
#include <QTemporaryDir>

namespace studio::test {

/// A place with one project, and what `draft save` makes of it and of others.
class SourceTest : public QObject
{
protected:
    std::unique_ptr<QTemporaryDir> m_place;
    QString m_cache; ///< none, unless a test wants one

    [[nodiscard]] QString at(const QString &path) const { return m_place->filePath(path); }

    [[nodiscard]] Result<PreparedArchive> prepare(const DraftSource &source) const
    {
        return QCoro::waitFor(prepareArchive(source, QStringLiteral("hello"), at(QStringLiteral("tmp")), m_cache, {}));
    }

    /// What is in the archive.
    [[nodiscard]] QStringList held(const PreparedArchive &archive) const
    {
        const QTemporaryDir to;
        const auto unpacked = unpackArchive(archive.path, to.filePath(QStringLiteral("to")));
        QStringList paths;
        for (const SourceFile &file : unpacked ? unpacked->files : QList<SourceFile>()) {
            paths << file.path;
        }
        return paths;
    }

    /// A project with files that its .gitignore names.
    void makeProject() const
    {
        tree::write(at(QStringLiteral("p/Cargo.toml")), "[package]\nname = \"hello\"\n");
        tree::write(at(QStringLiteral("p/src/lib.rs")), "fn handler() {}\n");
        tree::write(at(QStringLiteral("p/.gitignore")), "*.log\n/secrets/\n!/kept.log\n");
        tree::write(at(QStringLiteral("p/a.log")), "a");
        tree::write(at(QStringLiteral("p/kept.log")), "k");
        tree::write(at(QStringLiteral("p/secrets/deep/key")), "s");
        tree::write(at(QStringLiteral("p/mixed/b.log")), "b");
        tree::write(at(QStringLiteral("p/mixed/b.txt")), "b");
    }
};

} // namespace studio::test
