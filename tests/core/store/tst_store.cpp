// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/store.h"
#include "tests/core/store/store_helpers.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace studio;
using made::hello;

namespace {

QString operator""_s(const char *text, std::size_t size)
{
    return QString::fromUtf8(text, static_cast<qsizetype>(size));
}

} // namespace

class TestStore : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_place;
    std::unique_ptr<Store> m_store;

    [[nodiscard]] QString folder() const { return m_place->filePath("store"_s); }
    void reopen()
    {
        m_store.reset();
        auto opened = Store::open(folder());
        QVERIFY2(opened, made::why(opened));
        m_store = std::move(*opened);
    }
    [[nodiscard]] QString file(const QByteArray &content) const
    {
        return made::file(m_place->filePath("file"_s), content);
    }
    Result<Draft> save(const QByteArray &code) { return m_store->saveDraft(hello, file(code), made::hash(code)); }
    Result<Draft> compile(const QByteArray &code, const QByteArray &artifact, RustTarget target = RustTarget::Native)
    {
        return m_store->compileStarted(hello, made::hash(code), "deploy-1"_s).and_then([&](const Draft &) {
            return m_store->compileFinished(hello, made::hash(code), file(artifact), target, "1.93.0"_s);
        });
    }
    Result<Version> publishNew(const QByteArray &code)
    {
        return save(code)
            .and_then([&](const Draft &) { return compile(code, "artifact of " + code); })
            .and_then([&](const Draft &) { return m_store->publish(hello, QString::fromLatin1("note on " + code)); });
    }
    [[nodiscard]] QString blobFile(const QByteArray &content) const
    {
        const QString name = QString::fromLatin1(made::hash(content));
        return folder() + "/blobs/"_s + name.left(2) + u'/' + name.mid(2);
    }

private Q_SLOTS:
    void init()
    {
        m_place = std::make_unique<QTemporaryDir>();
        reopen();
        App app;
        app.id = hello;
        QVERIFY(m_store->createApp(app));
    }
    void cleanup() { m_store.reset(); }

    void an_app_is_read_as_it_was_written()
    {
        App app;
        app.id = {"org"_s, "full"_s};
        app.target = RustTarget::Wasm;
        app.toolchain = "1.94.0"_s;
        app.tier = "large"_s;
        app.memoryMb = 1024;
        app.cpuMillicores = 1000;
        app.timeoutSecs = 60;
        app.description = "Größe “quoted” 'too'"_s;
        app.environment = {{"B"_s, "2"_s}, {"A"_s, ""_s}, {"B"_s, "ü\n\""_s}};
        app.activeVersion = 7; // the store's own
        app.createdAtMs = 1;
        const qint64 before = QDateTime::currentMSecsSinceEpoch();
        const auto created = m_store->createApp(app);
        QVERIFY2(created, made::why(created));
        QVERIFY(created->createdAtMs >= before && created->updatedAtMs == created->createdAtMs);
        app.activeVersion = 0;
        app.createdAtMs = app.updatedAtMs = created->createdAtMs;
        QCOMPARE(*created, app);
        reopen();
        QCOMPARE(*m_store->app(app.id), app);
    }

    void update_changes_settings_only()
    {
        QVERIFY(publishNew("one"));
        App app = *m_store->app(hello);
        const qint64 created = app.createdAtMs;
        app.memoryMb = 2048;
        app.tier = "xlarge"_s;
        app.environment = {{"KEY"_s, "value"_s}};
        app.activeVersion = 0;
        app.createdAtMs = 0;
        const auto updated = m_store->updateApp(app);
        QVERIFY2(updated, made::why(updated));
        QCOMPARE(updated->memoryMb, 2048);
        QCOMPARE(updated->environment, app.environment);
        QCOMPARE(updated->activeVersion, 1);
        QCOMPARE(updated->createdAtMs, created);
        QCOMPARE(m_store->version(hello, 1)->memoryMb, 512); // a version keeps what it was published with
    }

    void apps_are_listed_by_name_within_an_organisation()
    {
        for (const auto &[org, name] :
             {std::pair("org"_s, "zebra"_s), std::pair("org"_s, "ant"_s), std::pair("other"_s, "bee"_s)}) {
            App app;
            app.id = {org, name};
            QVERIFY(m_store->createApp(app));
        }
        QStringList names;
        const auto apps = m_store->apps("org"_s);
        for (const App &app : *apps) {
            names << app.id.name;
        }
        QCOMPARE(names, (QStringList{"ant"_s, "hello"_s, "zebra"_s}));
        QVERIFY(m_store->apps("nobody"_s)->isEmpty());
    }

    void names_that_cannot_be_addressed_data()
    {
        QTest::addColumn<AppId>("id");
        QTest::addColumn<QString>("said");
        QTest::newRow("empty") << AppId{"org"_s, {}} << "“” cannot be the name of an app"_s;
        QTest::newRow("colon") << AppId{"org"_s, "a:b"_s} << "“a:b” cannot be the name of an app"_s;
        QTest::newRow("slash") << AppId{"org"_s, "../a"_s} << "“../a” cannot be the name of an app"_s;
        QTest::newRow("line break") << AppId{"org"_s, "a\n"_s} << "“a\\x0a” cannot be the name of an app"_s;
        QTest::newRow("long") << AppId{"org"_s, QString(64, u'a')} << "cannot be the name of an app"_s;
        QTest::newRow("dash first") << AppId{"org"_s, "-a"_s} << "“-a” cannot be the name of an app"_s;
        QTest::newRow("organisation") << AppId{"o g"_s, "a"_s} << "“o g” cannot be the name of an organisation"_s;
    }
    void names_that_cannot_be_addressed()
    {
        QFETCH(AppId, id);
        QFETCH(QString, said);
        App app;
        app.id = id;
        const auto created = m_store->createApp(app);
        QVERIFY(!created);
        QCOMPARE(created.error().code, ErrorCode::InvalidArgument);
        QVERIFY2(created.error().message.contains(said), made::why(created));
    }

    void an_app_exists_once()
    {
        App app;
        app.id = hello;
        const auto again = m_store->createApp(app);
        QVERIFY(!again);
        QCOMPARE(again.error().code, ErrorCode::AlreadyExists);
        QCOMPARE(again.error().message,
                 "The app org:hello exists already. Look at it with: ignite app get org:hello"_s);
    }

    void an_unknown_app_is_named_by_every_call()
    {
        const AppId nope{"org"_s, "nope"_s};
        App app;
        app.id = nope;
        const QString archive = file("x");
        const QByteArray hash = made::hash("x");
        const QList<Error> errors{m_store->updateApp(app).error(),
                                  m_store->app(nope).error(),
                                  m_store->deleteApp(nope).error(),
                                  m_store->saveDraft(nope, archive, hash).error(),
                                  m_store->draft(nope).error(),
                                  m_store->compileStarted(nope, hash, "d"_s).error(),
                                  m_store->compileFinished(nope, hash, archive, RustTarget::Native, {}).error(),
                                  m_store->compileFailed(nope, hash, "e"_s).error(),
                                  m_store->publish(nope, {}).error(),
                                  m_store->versions(nope).error(),
                                  m_store->version(nope, 1).error(),
                                  m_store->rollback(nope, 1).error()};
        const Error wanted{
            ErrorCode::NotFound,
            "No app org:nope. Create it with: ignite app create nope --runtime rust --rust-target native"_s,
            {}};
        for (const Error &error : errors) {
            QCOMPARE(error, wanted);
        }
    }

    void life_of_the_code()
    {
        const auto none = m_store->draft(hello);
        QVERIFY(!none);
        QCOMPARE(none.error().code, ErrorCode::NotFound);
        QCOMPARE(none.error().message,
                 "org:hello has no draft. Save one with: ignite draft save org:hello --code ./"_s);

        const auto saved = save("one");
        QVERIFY2(saved, made::why(saved));
        QCOMPARE(saved->status, "saved"_s);
        QCOMPARE(saved->codeHash, made::hash("one"));
        QCOMPARE(made::content(*m_store->blob(saved->codeHash)), "one");

        const auto started = m_store->compileStarted(hello, saved->codeHash, "deploy-1"_s);
        QCOMPARE(started->status, "compiling"_s);
        QCOMPARE(started->deployId, "deploy-1"_s);
        const auto compiled =
            m_store->compileFinished(hello, saved->codeHash, file("native one"), RustTarget::Native, "1.93.0"_s);
        QVERIFY2(compiled, made::why(compiled));
        QCOMPARE(compiled->status, "compiled"_s);
        QCOMPARE(compiled->artifactHash, made::hash("native one"));
        QCOMPARE(compiled->artifactRust, "1.93.0"_s);
        QCOMPARE(compiled->deployId, "deploy-1"_s);

        const auto first = m_store->publish(hello, "first"_s);
        QVERIFY2(first, made::why(first));
        const Version wanted{.app = hello,
                             .number = 1,
                             .codeHash = made::hash("one"),
                             .artifactHash = made::hash("native one"),
                             .target = RustTarget::Native,
                             .rustVersion = "1.93.0"_s,
                             .tier = "medium"_s,
                             .memoryMb = 512,
                             .timeoutSecs = 30,
                             .note = "first"_s,
                             .createdAtMs = first->createdAtMs,
                             .active = true};
        QCOMPARE(*first, wanted);
        QCOMPARE(m_store->app(hello)->activeVersion, 1);

        QVERIFY(publishNew("two"));
        QVERIFY(publishNew("three"));
        QCOMPARE(m_store->app(hello)->activeVersion, 3);
        QCOMPARE(m_store->version(hello, 1)->active, false);

        const auto back = m_store->rollback(hello, 1);
        QVERIFY2(back, made::why(back));
        QCOMPARE(*back, wanted); // nothing was rewritten
        reopen();
        QCOMPARE(m_store->app(hello)->activeVersion, 1);
        QCOMPARE(m_store->version(hello, 3)->active, false);
        QCOMPARE(publishNew("four")->number, 4); // numbers go on from the newest, not from the active one
        QCOMPARE(made::content(*m_store->blob(m_store->version(hello, 2)->codeHash)), "two");
    }

    void versions_come_newest_first_in_pages()
    {
        for (const char *code : {"one", "two", "three", "four"}) {
            QVERIFY(publishNew(code));
        }
        const auto numbers = [this](int limit, int before) {
            QList<int> list;
            const auto versions = m_store->versions(hello, limit, before);
            for (const Version &version : *versions) {
                list << version.number;
            }
            return list;
        };
        QCOMPARE(numbers(50, 0), (QList<int>{4, 3, 2, 1}));
        QCOMPARE(numbers(2, 0), (QList<int>{4, 3}));
        QCOMPARE(numbers(2, 3), (QList<int>{2, 1}));
        QCOMPARE(numbers(2, 1), QList<int>{});
    }

    void unknown_versions_are_named()
    {
        QCOMPARE(
            m_store->version(hello, 1).error().message,
            "org:hello has no version 1: nothing is published yet. Publish the draft with: ignite draft publish org:hello"_s);
        QVERIFY(publishNew("one"));
        for (const Error &error : {m_store->version(hello, 9).error(), m_store->rollback(hello, 9).error()}) {
            QCOMPARE(error.code, ErrorCode::NotFound);
            QCOMPARE(error.message,
                     "org:hello has no version 9; the newest is 1. List them with: ignite version list org:hello"_s);
        }
        QCOMPARE(m_store->app(hello)->activeVersion, 1);
    }

    void publish_is_refused_data()
    {
        QTest::addColumn<QString>("state");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("no draft") << "none"_s
                                  << "org:hello has no draft. Save one with: ignite draft save org:hello --code ./"_s;
        QTest::newRow("saved")
            << "saved"_s
            << "The draft of org:hello has not been compiled. Compile it with: ignite draft compile org:hello"_s;
        QTest::newRow("compiling")
            << "compiling"_s
            << "The compile of org:hello has not ended, or was interrupted. Wait for it, or compile "
               "again with: ignite draft compile org:hello"_s;
        QTest::newRow("failed") << "failed"_s
                                << "The last compile of org:hello failed. Mend the code, save it, and compile it with: "
                                   "ignite draft compile org:hello"_s;
        QTest::newRow("failed after a good one") << "compiled failed"_s << "The last compile of org:hello failed."_s;
        QTest::newRow("compiling after a good one")
            << "compiled compiling"_s << "The compile of org:hello has not ended"_s;
        QTest::newRow("saved after a good one")
            << "compiled saved"_s << "The draft of org:hello has not been compiled."_s;
        QTest::newRow("another target")
            << "compiled wasm"_s
            << "The draft of org:hello was compiled for native, but the app is for wasm now. "
               "Compile it with: ignite draft compile org:hello"_s;
    }
    void publish_is_refused()
    {
        QFETCH(QString, state);
        QFETCH(QString, sentence);
        const QByteArray hash = made::hash("code");
        for (const QString &step : state.split(u' ')) {
            if (step == "saved"_s) {
                QVERIFY(save(state.startsWith("compiled"_s) ? "other" : "code"));
            } else if (step != "none"_s && step != "wasm"_s) {
                QVERIFY(save("code"));
                QVERIFY(m_store->compileStarted(hello, hash, "d"_s));
            }
            if (step == "compiled"_s) {
                QVERIFY(m_store->compileFinished(hello, hash, file("artifact"), RustTarget::Native, "1.93.0"_s));
            } else if (step == "failed"_s) {
                const auto failed = m_store->compileFailed(hello, hash, "error[E0425]"_s);
                QCOMPARE(failed->error, "error[E0425]"_s);
                QVERIFY(failed->artifactHash.isEmpty());
            } else if (step == "wasm"_s) {
                App app = *m_store->app(hello);
                app.target = RustTarget::Wasm;
                QVERIFY(m_store->updateApp(app));
            }
        }
        const auto version = m_store->publish(hello, {});
        QVERIFY(!version);
        QCOMPARE(version.error().code, ErrorCode::FailedPrecondition);
        QVERIFY2(version.error().message.startsWith(sentence), made::why(version));
        QCOMPARE(m_store->app(hello)->activeVersion, 0);
        QVERIFY(m_store->versions(hello)->isEmpty());
    }

    void an_unchanged_save_keeps_its_compile()
    {
        QVERIFY(save("one"));
        const auto compiled = compile("one", "artifact");
        const auto again = save("one");
        QVERIFY2(again, made::why(again));
        Draft wanted = *compiled;
        wanted.updatedAtMs = again->updatedAtMs;
        QCOMPARE(*again, wanted);
        QVERIFY(m_store->publish(hello, {}));
    }

    void a_changed_save_drops_the_compile()
    {
        QVERIFY(save("one"));
        QVERIFY(compile("one", "artifact"));
        const auto other = save("two");
        QCOMPARE(other->status, "saved"_s);
        QVERIFY(other->artifactHash.isEmpty() && other->deployId.isEmpty());
        QCOMPARE(save("one")->status, "saved"_s); // also when it comes back
    }

    void a_compile_of_older_code_is_refused()
    {
        QVERIFY(save("one"));
        QVERIFY(m_store->compileStarted(hello, made::hash("one"), "d"_s));
        QVERIFY(save("two"));
        const QByteArray old = made::hash("one");
        for (const auto &late :
             {m_store->compileFinished(hello, old, file("a"), RustTarget::Native, {}),
              m_store->compileFailed(hello, old, "e"_s), m_store->compileStarted(hello, old, "d"_s)}) {
            QVERIFY(!late);
            QCOMPARE(late.error().code, ErrorCode::FailedPrecondition);
            QCOMPARE(late.error().message,
                     "The draft of org:hello was saved again meanwhile, so this compile is of older "
                     "code. Compile it again with: ignite draft compile org:hello"_s);
        }
        QCOMPARE(m_store->draft(hello)->status, "saved"_s);
    }

    void an_archive_that_is_not_what_was_said_is_refused()
    {
        const auto saved = m_store->saveDraft(hello, file("these bytes"), made::hash("other bytes"));
        QVERIFY(!saved);
        QCOMPARE(saved.error().code, ErrorCode::FailedPrecondition);
        QVERIFY(!m_store->draft(hello));
    }

    void an_artifact_can_be_executed_as_it_lies()
    {
        QVERIFY(save("code"));
        const auto draft = compile("code", "#!/bin/sh\necho ran\n");
        const auto program = m_store->blob(draft->artifactHash);
        QVERIFY2(program, made::why(program));
        QProcess process;
        process.start(*program, QStringList());
        QVERIFY(process.waitForFinished());
        QCOMPARE(process.readAllStandardOutput(), "ran\n");
        QVERIFY(!QFileInfo(*m_store->blob(draft->codeHash)).isExecutable());
        QVERIFY(compile("code", "component", RustTarget::Wasm));
        QVERIFY(!QFileInfo(*m_store->blob(m_store->draft(hello)->artifactHash)).isExecutable());
    }

    void a_deleted_app_takes_its_versions_along()
    {
        QVERIFY(publishNew("one"));
        QVERIFY(m_store->deleteApp(hello));
        QCOMPARE(m_store->versions(hello).error().code, ErrorCode::NotFound);
        App app;
        app.id = hello;
        QVERIFY(m_store->createApp(app));
        QVERIFY(m_store->versions(hello)->isEmpty());
        QCOMPARE(publishNew("one")->number, 1);
    }

    void a_damaged_blob_is_named_and_the_rest_goes_on()
    {
        QVERIFY(publishNew("one"));
        QVERIFY(publishNew("two"));
        const QString damaged = blobFile("artifact of one");
        QVERIFY(m_store->blob(made::hash("artifact of one"))); // read before, so the time alone must tell
        QVERIFY(made::file(damaged, "artifact of ONE").size() > 0);
        const auto blob = m_store->blob(made::hash("artifact of one"));
        QVERIFY(!blob);
        QCOMPARE(blob.error().code, ErrorCode::Internal);
        QCOMPARE(blob.error().message,
                 QStringLiteral("The file %1 is damaged: its content does not match its checksum.").arg(damaged));
        QVERIFY(m_store->blob(made::hash("artifact of two")));
        QVERIFY(m_store->blob(made::hash("one")));
    }

    void saving_again_mends_a_damaged_blob()
    {
        QVERIFY(save("one"));
        QVERIFY(made::file(blobFile("one"), "oneone").size() > 0);
        QVERIFY(!m_store->blob(made::hash("one")));
        QVERIFY(save("one"));
        QCOMPARE(made::content(*m_store->blob(made::hash("one"))), "one");
    }

    void a_draft_whose_artifact_is_damaged_is_not_published()
    {
        QVERIFY(publishNew("one"));
        QVERIFY(save("two"));
        QVERIFY(compile("two", "artifact"));
        QVERIFY(made::file(blobFile("artifact"), "arteFact").size() > 0);
        const auto version = m_store->publish(hello, {});
        QVERIFY(!version);
        QCOMPARE(version.error().code, ErrorCode::Internal);
        QVERIFY(version.error().message.contains(blobFile("artifact")));
        QCOMPARE(m_store->app(hello)->activeVersion, 1);
    }

    void a_lost_blob_is_named_data()
    {
        QTest::addColumn<QByteArray>("hash");
        QTest::newRow("unknown") << QByteArray(64, 'a');
        QTest::newRow("not a hash") << QByteArray("../../../etc/passwd");
        QTest::newRow("empty") << QByteArray();
    }
    void a_lost_blob_is_named()
    {
        QFETCH(QByteArray, hash);
        const auto blob = m_store->blob(hash);
        QVERIFY(!blob);
        QCOMPARE(blob.error().code, ErrorCode::NotFound);
    }

    void an_unchanged_save_writes_no_second_file()
    {
        QVERIFY(save("one"));
        const QDateTime before = QFileInfo(blobFile("one")).lastModified();
        QTest::qSleep(20);
        QVERIFY(save("one"));
        QCOMPARE(QFileInfo(blobFile("one")).lastModified(), before);
        QCOMPARE(QDir(folder() + "/blobs/.new"_s).count(), 2); // . and ..
    }

    void what_a_killed_process_left_is_swept()
    {
        QVERIFY(save("one"));
        const QString old = made::file(folder() + "/blobs/.new/old"_s, "x");
        const QString young = made::file(folder() + "/blobs/.new/young"_s, "x");
        QFile file(old);
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.setFileTime(QDateTime::currentDateTime().addDays(-2), QFile::FileModificationTime));
        file.close();
        reopen();
        QVERIFY(save("two"));
        QVERIFY(!QFileInfo::exists(old));
        QVERIFY(QFileInfo::exists(young));
    }

    void others_cannot_look_in()
    {
        QCOMPARE(QFileInfo(folder()).permissions() & (QFile::ReadGroup | QFile::ReadOther | QFile::ExeOther),
                 QFile::Permissions());
    }
};

Q_DECLARE_METATYPE(studio::AppId)

QTEST_GUILESS_MAIN(TestStore)
#include "tst_store.moc"
