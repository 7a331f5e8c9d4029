// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/schema.h"

namespace studio {

namespace {

Migration appsDraftsVersions()
{
    return {
        QStringLiteral(R"(
            CREATE TABLE app (
                id INTEGER PRIMARY KEY,
                organization TEXT NOT NULL,
                name TEXT NOT NULL,
                target TEXT NOT NULL,
                toolchain TEXT NOT NULL,
                tier TEXT NOT NULL,
                memory_mb INTEGER NOT NULL,
                cpu_millicores INTEGER NOT NULL,
                timeout_secs INTEGER NOT NULL,
                description TEXT NOT NULL,
                environment TEXT NOT NULL,          -- JSON: [["KEY", "value"], …]
                active_version INTEGER NOT NULL DEFAULT 0,
                created_at_ms INTEGER NOT NULL,
                updated_at_ms INTEGER NOT NULL,
                UNIQUE (organization, name)
            ) STRICT)"),
        QStringLiteral(R"(
            CREATE TABLE draft (
                app INTEGER PRIMARY KEY REFERENCES app (id) ON DELETE CASCADE,
                code_hash TEXT NOT NULL,
                created_at_ms INTEGER NOT NULL,
                updated_at_ms INTEGER NOT NULL,
                deploy_id TEXT NOT NULL DEFAULT '',
                status TEXT NOT NULL CHECK (status IN ('saved', 'compiling', 'compiled', 'failed')),
                error TEXT NOT NULL DEFAULT '',
                artifact_hash TEXT NOT NULL DEFAULT '',
                artifact_target TEXT NOT NULL DEFAULT 'native',
                artifact_rust TEXT NOT NULL DEFAULT ''
            ) STRICT)"),
        QStringLiteral(R"(
            CREATE TABLE version (
                app INTEGER NOT NULL REFERENCES app (id) ON DELETE CASCADE,
                number INTEGER NOT NULL CHECK (number > 0),
                code_hash TEXT NOT NULL,
                artifact_hash TEXT NOT NULL,
                target TEXT NOT NULL,
                rust_version TEXT NOT NULL,
                tier TEXT NOT NULL,
                memory_mb INTEGER NOT NULL,
                timeout_secs INTEGER NOT NULL,
                note TEXT NOT NULL,
                created_at_ms INTEGER NOT NULL,
                PRIMARY KEY (app, number)
            ) STRICT, WITHOUT ROWID)"),
        // A version is immutable: not even a slip in this program may change one.
        QStringLiteral(R"(
            CREATE TRIGGER version_is_immutable BEFORE UPDATE ON version
            BEGIN SELECT RAISE(ABORT, 'a version is immutable'); END)"),
    };
}

Migration replicas()
{
    return {QStringLiteral("ALTER TABLE app ADD COLUMN max_replicas INTEGER NOT NULL DEFAULT 10")};
}

/// JSON: {"size", "crates": [["name", "version"], …], "imports", "exports"}; empty where nobody kept it.
Migration artifactDetails()
{
    return {QStringLiteral("ALTER TABLE draft ADD COLUMN artifact_details TEXT NOT NULL DEFAULT ''"),
            QStringLiteral("ALTER TABLE version ADD COLUMN artifact_details TEXT NOT NULL DEFAULT ''")};
}

Migration schemas()
{
    return {QStringLiteral("ALTER TABLE app ADD COLUMN input_schema TEXT NOT NULL DEFAULT ''"),
            QStringLiteral("ALTER TABLE app ADD COLUMN output_schema TEXT NOT NULL DEFAULT ''")};
}

/// A compile that runs is told apart from what the draft is: killed, it leaves the draft as it was.
Migration compiles()
{
    return {QStringLiteral("ALTER TABLE draft ADD COLUMN compiling TEXT NOT NULL DEFAULT ''"),
            QStringLiteral("UPDATE draft SET status = 'saved', deploy_id = '' WHERE status = 'compiling'")};
}

} // namespace

const QList<Migration> &migrations()
{
    static const QList<Migration> steps{appsDraftsVersions(), replicas(), artifactDetails(), schemas(), compiles()};
    return steps;
}

} // namespace studio
