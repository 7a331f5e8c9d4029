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

/// JSON: {"size", "crates": [["name", "version"], …], "imports", "exports"}; empty where it was not kept.
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

/// Names only: the values are in the keychain.
Migration secrets()
{
    return {QStringLiteral(R"(
        CREATE TABLE secret (
            app INTEGER NOT NULL REFERENCES app (id) ON DELETE CASCADE,
            name TEXT NOT NULL,
            changed_at_ms INTEGER NOT NULL,
            PRIMARY KEY (app, name)
        ) STRICT, WITHOUT ROWID)")};
}

/// Checksums (core/store/row_checksum.h). A version's is the one thing of it that is written after it.
Migration rowChecksums()
{
    return {
        QStringLiteral("ALTER TABLE app ADD COLUMN seal TEXT NOT NULL DEFAULT ''"),
        QStringLiteral("ALTER TABLE draft ADD COLUMN seal TEXT NOT NULL DEFAULT ''"),
        QStringLiteral("ALTER TABLE version ADD COLUMN seal TEXT NOT NULL DEFAULT ''"),
        QStringLiteral("DROP TRIGGER version_is_immutable"),
        QStringLiteral(R"(
            CREATE TRIGGER version_is_immutable BEFORE UPDATE OF app, number, code_hash, artifact_hash, target,
                rust_version, tier, memory_mb, timeout_secs, note, created_at_ms, artifact_details ON version
            BEGIN SELECT RAISE(ABORT, 'a version is immutable'); END)"),
        QStringLiteral(R"(
            CREATE TRIGGER version_is_sealed_once BEFORE UPDATE OF seal ON version WHEN old.seal <> ''
            BEGIN SELECT RAISE(ABORT, 'a version is immutable'); END)"),
    };
}

/// What the garbage collection trusts a database by (core/store/store_history.h). From this version on a database has
/// checksums in its pages (core/store/page_checksums.h), which a program that does not know them would not write; one
/// that was made before stays without.
Migration history()
{
    return {QStringLiteral(R"(
                CREATE TABLE store_history (
                    id INTEGER PRIMARY KEY CHECK (id = 1),
                    store TEXT NOT NULL,
                    changes INTEGER NOT NULL
                ) STRICT)"),
            QStringLiteral("INSERT INTO store_history (id, store, changes) VALUES (1, lower(hex(randomblob(16))), 0)")};
}

/// What an execution counts for, kept by triggers so that no total is ever counted.
QString countTrigger(const char *name, const char *event, const char *statements)
{
    return QStringLiteral("CREATE TRIGGER %1 AFTER %2 ON execution BEGIN %3 END")
        .arg(QLatin1StringView(name), QLatin1StringView(event), QLatin1StringView(statements));
}

constexpr auto countNew = R"(
    INSERT INTO execution_count (app, status, records, cold, bytes) VALUES (new.app, new.status, 1, new.cold, new.bytes)
    ON CONFLICT (app, status) DO UPDATE SET records = records + 1, cold = cold + new.cold, bytes = bytes + new.bytes;)";
constexpr auto discountOld = R"(
    UPDATE execution_count SET records = records - 1, cold = cold - old.cold, bytes = bytes - old.bytes
    WHERE app = old.app AND status = old.status;)";

Migration executions()
{
    return {
        // An app's number outlives the app's row: a deleted app's records go step by step.
        QStringLiteral(R"(
            CREATE TABLE execution_app (
                id INTEGER PRIMARY KEY,
                organization TEXT NOT NULL,
                name TEXT NOT NULL,
                UNIQUE (organization, name)
            ) STRICT)"),
        // Which code ran: the same for many calls. Not named as blobs are: a record does not keep its code.
        QStringLiteral(R"(
            CREATE TABLE execution_code (
                id INTEGER PRIMARY KEY,
                version INTEGER NOT NULL,           -- 0: the draft, or a dev instance
                dev INTEGER NOT NULL,
                code_sha256 TEXT NOT NULL,
                artifact_sha256 TEXT NOT NULL,
                target TEXT NOT NULL,
                toolchain TEXT NOT NULL,
                UNIQUE (code_sha256, artifact_sha256, version, dev, target, toolchain)
            ) STRICT)"),
        QStringLiteral(R"(
            CREATE TABLE execution (
                id INTEGER PRIMARY KEY,             -- the first bits of the UUID, so the newest is the largest
                uuid BLOB NOT NULL,
                app INTEGER NOT NULL REFERENCES execution_app (id),
                code INTEGER NOT NULL REFERENCES execution_code (id),
                writer TEXT NOT NULL,               -- the process that makes the call while it runs, else empty
                status INTEGER NOT NULL,
                created_at_ms INTEGER NOT NULL,
                cold INTEGER NOT NULL,
                queued_us INTEGER NOT NULL,
                start_us INTEGER NOT NULL,
                handler_us INTEGER NOT NULL,
                total_us INTEGER NOT NULL,
                memory_peak INTEGER NOT NULL,
                cpu_us INTEGER NOT NULL,
                method BLOB NOT NULL,
                request_target BLOB NOT NULL,
                request_bytes INTEGER NOT NULL,
                http_status INTEGER NOT NULL,
                response_bytes INTEGER NOT NULL,
                error TEXT NOT NULL,
                has_lines INTEGER NOT NULL,
                bytes INTEGER NOT NULL              -- what the record takes, its blobs included
            ) STRICT)"),
        QStringLiteral("CREATE INDEX execution_of_app ON execution (app)"),
        QStringLiteral("CREATE INDEX execution_by_status ON execution (app, status)"),
        QStringLiteral("CREATE INDEX execution_with_lines ON execution (app) WHERE has_lines = 1"),
        QStringLiteral("CREATE INDEX execution_running ON execution (writer) WHERE writer <> ''"),
        // Apart, so that a page of records reads none of it.
        QStringLiteral(R"(
            CREATE TABLE execution_detail (
                id INTEGER PRIMARY KEY REFERENCES execution (id) ON DELETE CASCADE,
                request_headers BLOB NOT NULL,      -- "name: value", one a line
                request_body BLOB NOT NULL,
                request_blob TEXT NOT NULL,         -- instead of the body when that is large
                response_reason BLOB NOT NULL,
                response_headers BLOB NOT NULL,
                response_body BLOB NOT NULL,
                response_blob TEXT NOT NULL,
                response_cut INTEGER NOT NULL,
                lines BLOB NOT NULL,                -- "milliseconds text", one a line
                lines_dropped INTEGER NOT NULL,
                panic TEXT NOT NULL,                -- JSON: [message, file, line, column], or empty
                CHECK (request_blob = '' OR length(request_body) = 0),
                CHECK (response_blob = '' OR length(response_body) = 0)
            ) STRICT)"),
        QStringLiteral(
            "CREATE INDEX execution_request_blob ON execution_detail (request_blob) WHERE request_blob <> ''"),
        QStringLiteral(
            "CREATE INDEX execution_response_blob ON execution_detail (response_blob) WHERE response_blob <> ''"),
        QStringLiteral(R"(
            CREATE TABLE execution_count (
                app INTEGER NOT NULL,
                status INTEGER NOT NULL,
                records INTEGER NOT NULL,
                cold INTEGER NOT NULL,
                bytes INTEGER NOT NULL,
                PRIMARY KEY (app, status)
            ) STRICT, WITHOUT ROWID)"),
        countTrigger("execution_counted", "INSERT", countNew),
        countTrigger("execution_discounted", "DELETE", discountOld),
        countTrigger("execution_recounted", "UPDATE OF status, cold, bytes",
                     (QByteArray(discountOld) + countNew).constData()),
        // The last news, by which an open window sees what another process did.
        QStringLiteral(R"(
            CREATE TABLE execution_news (
                number INTEGER PRIMARY KEY AUTOINCREMENT,
                writer TEXT NOT NULL,
                app INTEGER NOT NULL,
                uuid BLOB NOT NULL
            ) STRICT)"),
        // Only the index: the text itself is in the record. Rows can be deleted from SQLite 3.43 on.
        QStringLiteral("CREATE VIRTUAL TABLE execution_text USING fts5 (text, content = '', contentless_delete = 1, "
                       "detail = none, tokenize = 'unicode61 remove_diacritics 2')"),
    };
}

/// What calls are searched by. Each ends with what the other filters look at, so that a search reads no records that do
/// not fit, and has the record's number before it, by which the newest come first.
Migration executionFilters()
{
    return {
        QStringLiteral("DROP INDEX execution_by_status"),
        QStringLiteral("CREATE INDEX execution_by_outcome ON execution (app, status, http_status, id, total_us, code)"),
        QStringLiteral("CREATE INDEX execution_by_code ON execution (app, code, id, total_us, status, http_status)"),
        QStringLiteral("CREATE INDEX execution_by_duration ON execution (app, "
                       "(length(total_us) * 100 + CAST(substr(total_us, 1, 2) AS INTEGER)), id, total_us, status, "
                       "http_status, code)"),
    };
}

/// The value of records from before is in the schema alone: no row is written.
Migration executionFirstByte()
{
    return {QStringLiteral("ALTER TABLE execution ADD COLUMN first_byte_us INTEGER NOT NULL DEFAULT -1")};
}

} // namespace

const QList<Migration> &migrations()
{
    static const QList<Migration> steps{
        appsDraftsVersions(), replicas(), artifactDetails(),  schemas(),           compiles(), executions(), secrets(),
        rowChecksums(),       history(),  executionFilters(), executionFirstByte()};
    return steps;
}

} // namespace studio
