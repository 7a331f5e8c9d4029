// SPDX-License-Identifier: GPL-3.0-or-later
// `draft save` as a person types it: what it takes, what it says, what is kept.
#include "core/base/json.h"

#include <QDir>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace studio;
using namespace Qt::StringLiterals;

class TestCliSave : public QObject
{
    Q_OBJECT

    QTemporaryDir m_home;

    struct Ran
    {
        int code = -1;
        QByteArray out;
        QByteArray err;
    };

    [[nodiscard]] Ran run(const QString &line) const
    {
        auto env = QProcessEnvironment::systemEnvironment();
        env.insert(u"PATH"_s, QStringLiteral(STUDIO_BIN ":") + env.value(u"PATH"_s));
        env.insert(u"XDG_DATA_HOME"_s, m_home.filePath(u"data"_s));
        env.insert(u"XDG_CONFIG_HOME"_s, m_home.filePath(u"config"_s));
        env.insert(u"XDG_CACHE_HOME"_s,
                   qEnvironmentVariable("STUDIO_TEST_CACHE", QStringLiteral(STUDIO_BIN "/../test-cache")));
        QProcess process;
        process.setProcessEnvironment(env);
        process.setWorkingDirectory(m_home.path());
        process.start(u"/bin/sh"_s, {u"-c"_s, line});
        if (!process.waitForFinished(300'000)) {
            process.kill();
            process.waitForFinished();
            return {};
        }
        return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
    }

    void write(const QString &name, const QByteArray &content) const
    {
        QVERIFY(QDir().mkpath(QFileInfo(m_home.filePath(name)).path()));
        QFile file(m_home.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(content), content.size());
    }

private Q_SLOTS:
    void initTestCase()
    {
        write(u"handler.rs"_s, "use ignite::prelude::*;\n\n#[ignite::main]\n"
                               "fn handler(_req: Request, _ctx: Context) -> Result<impl IntoResponse> {\n"
                               "    Ok(json!({\"hex\": hex::encode(\"hi\")}))\n}\n");
        write(u"project/Cargo.toml"_s, "[package]\nname = \"project\"\nversion = \"0.1.0\"\nedition = \"2024\"\n");
        write(u"project/src/lib.rs"_s, "");
        write(u"schema.json"_s, "{\"type\": \"object\"}");
        QCOMPARE(run(u"ignite app create one"_s).code, 0);
    }

    void a_single_file_with_a_crate_runs()
    {
        const Ran saved = run(u"ignite draft save one --code handler.rs -d serde@1 --dependency=serde_json=1"_s);
        QVERIFY2(saved.code == 0, saved.err);
        QVERIFY2(saved.err.contains("note: Made a Cargo.toml around handler.rs"), saved.err);
        const Ran failed = run(u"ignite draft compile one"_s); // `hex` is not among its crates
        QCOMPARE(failed.code, 1);
        QVERIFY2(failed.err.contains("hex"), failed.err);
        write(u"handler.rs"_s, "use ignite::prelude::*;\n\n#[ignite::main]\n"
                               "fn handler(_req: Request, _ctx: Context) -> Result<impl IntoResponse> {\n"
                               "    Ok(sj::json!({\"single\": true}))\n}\n");
        const Ran ran =
            run(u"ignite draft save one -c handler.rs -d 'serde_json@1 --rename sj' && ignite draft compile one && "
                "ignite draft test one -p '{}'"_s);
        QVERIFY2(ran.code == 0, ran.err);
        QVERIFY2(ran.out.contains("{\"single\":true}"), ran.out);
    }

    void the_target_becomes_the_apps()
    {
        QVERIFY(run(u"ignite -o json app get one"_s).out.contains("RUST_COMPILATION_TARGET_NATIVE"));
        const Ran saved = run(u"ignite draft save one -c project --runtime rust --rust-target wasm"_s);
        QVERIFY2(saved.code == 0, saved.err);
        QVERIFY(run(u"ignite -o json app get one"_s).out.contains("RUST_COMPILATION_TARGET_WASM"));
        QCOMPARE(run(u"ignite draft save one -c project"_s).code, 0); // not given: stays
        QVERIFY(run(u"ignite -o json app get one"_s).out.contains("RUST_COMPILATION_TARGET_WASM"));
        QCOMPARE(run(u"ignite draft save one -c project --rust-target arm"_s).code, 2);
        QCOMPARE(run(u"ignite draft save one -c project --runtime python"_s).code, 2);
    }

    void schemas_are_kept_and_shown()
    {
        const Ran saved = run(u"ignite draft save one -c project --input-schema schema.json "
                              "--output-schema '{\"type\": \"string\"}'"_s);
        QVERIFY2(saved.code == 0, saved.err);
        QCOMPARE(run(u"ignite draft save one -c project"_s).code, 0);
        const auto draft = parseJson(run(u"ignite -o json draft info one"_s).out);
        QCOMPARE((*draft)["input_schema"].toUtf8(), QByteArray(R"({"type":"object"})"));
        QCOMPARE((*draft)["output_schema"].toUtf8(), QByteArray(R"({"type":"string"})"));
        const auto app = parseJson(run(u"ignite -o json app get one"_s).out);
        QCOMPARE((*app)["inputSchema"].toUtf8(), QByteArray(R"({"type":"object"})"));
        QCOMPARE((*app)["outputSchema"].toUtf8(), QByteArray(R"({"type":"string"})"));
        QCOMPARE(run(u"ignite app create two --input-schema schema.json"_s).code, 0);
        QVERIFY(run(u"ignite -o json app get two"_s).out.contains("inputSchema"));
    }

    void a_schema_that_is_none_is_refused_data()
    {
        QTest::addColumn<QString>("schema");
        QTest::newRow("no file") << u"nowhere.json"_s;
        QTest::newRow("broken") << u"'{\"type\":'"_s;
        QTest::newRow("no object") << u"project/src/lib.rs"_s;
    }
    void a_schema_that_is_none_is_refused()
    {
        QFETCH(QString, schema);
        const Ran ran = run(u"ignite draft save one -c project --input-schema "_s + schema);
        QCOMPARE(ran.code, 2);
        QVERIFY2(ran.err.contains("schema"), ran.err);
    }

    void help_says_what_a_dependency_is_for()
    {
        const QByteArray help = run(u"ignite draft save --help"_s).out;
        QVERIFY2(help.contains("--dependency") && help.contains("--respect-gitignore"), help);
        const Ran ran = run(u"ignite draft save one -c project -d serde@1"_s);
        QCOMPARE(ran.code, 2);
        QVERIFY2(ran.err.contains("[dependencies]"), ran.err);
    }
};

QTEST_GUILESS_MAIN(TestCliSave)
#include "tst_cli_save.moc"
