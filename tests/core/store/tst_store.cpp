// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/app.h"
#include "core/model/draft.h"
#include "core/model/version.h"
#include "tests/core/store/store_fixture.h"

#include <QTest>

using namespace studio;
using namespace Qt::StringLiterals;
using made::hello;

class TestStore : public StoreFixture
{
    Q_OBJECT

private Q_SLOTS:
    void life_of_the_code()
    {
        const auto none = m_store->draft(hello);
        QVERIFY(!none);
        QCOMPARE(none.error().code, ErrorCode::NotFound);
        QCOMPARE(none.error().message,
                 u"org:hello has no draft. Save one with: ignite draft save org:hello --code ./"_s);

        const auto saved = save("one");
        QVERIFY2(saved, made::why(saved));
        QCOMPARE(saved->status, DraftStatus::Saved);
        QCOMPARE(saved->codeHash, made::hash("one"));
        QCOMPARE(made::content(*m_store->blob(saved->codeHash)), "one");

        const auto started = m_store->compileStarted(hello, saved->codeHash, u"deploy-1"_s);
        QCOMPARE(started->status, DraftStatus::Compiling);
        QCOMPARE(started->deployId, u"deploy-1"_s);
        const auto compiled =
            m_store->compileFinished(hello, saved->codeHash, file("native one"), RustTarget::Native, u"1.93.0"_s);
        QVERIFY2(compiled, made::why(compiled));
        QCOMPARE(compiled->status, DraftStatus::Compiled);
        QCOMPARE(compiled->artifactHash, made::hash("native one"));
        QCOMPARE(compiled->artifactRust, u"1.93.0"_s);
        QCOMPARE(compiled->deployId, u"deploy-1"_s);

        const auto first = m_store->publish(hello, u"first"_s);
        QVERIFY2(first, made::why(first));
        const Version wanted{.app = hello,
                             .number = 1,
                             .codeHash = made::hash("one"),
                             .artifactHash = made::hash("native one"),
                             .target = RustTarget::Native,
                             .rustVersion = u"1.93.0"_s,
                             .tier = u"medium"_s,
                             .memoryMb = 512,
                             .timeoutSecs = 30,
                             .note = u"first"_s,
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
            u"org:hello has no version 1: nothing is published yet. Publish the draft with: ignite draft publish org:hello"_s);
        QVERIFY(publishNew("one"));
        for (const Error &error : {m_store->version(hello, 9).error(), m_store->rollback(hello, 9).error()}) {
            QCOMPARE(error.code, ErrorCode::NotFound);
            QCOMPARE(error.message,
                     u"org:hello has no version 9; the newest is 1. List them with: ignite version list org:hello"_s);
        }
        QCOMPARE(m_store->app(hello)->activeVersion, 1);
    }

    void publish_is_refused_data()
    {
        QTest::addColumn<QString>("state");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("no draft") << u"none"_s
                                  << u"org:hello has no draft. Save one with: ignite draft save org:hello --code ./"_s;
        QTest::newRow("saved")
            << u"saved"_s
            << u"The draft of org:hello has not been compiled. Compile it with: ignite draft compile org:hello"_s;
        QTest::newRow("compiling") << u"compiling"_s
                                   << "The draft of org:hello is being compiled. Wait for it, or compile again with: "
                                      u"ignite draft compile org:hello"_s;
        QTest::newRow("failed") << u"failed"_s
                                << "The last compile of org:hello failed. Mend the code, save it, and compile it with: "
                                   u"ignite draft compile org:hello"_s;
        QTest::newRow("failed after a good one") << u"compiled failed"_s << u"The last compile of org:hello failed."_s;
        QTest::newRow("compiling after a good one")
            << u"compiled compiling"_s << u"The draft of org:hello is being compiled."_s;
        QTest::newRow("saved after a good one")
            << u"compiled saved"_s << u"The draft of org:hello has not been compiled."_s;
        QTest::newRow("another target")
            << u"compiled wasm"_s
            << "The draft of org:hello was compiled for native, but the app is for wasm now. "
               u"Compile it with: ignite draft compile org:hello"_s;
    }
    void publish_is_refused()
    {
        QFETCH(QString, state);
        QFETCH(QString, sentence);
        const QByteArray hash = made::hash("code");
        for (const QString &step : state.split(u' ')) {
            if (step == u"saved"_s) {
                QVERIFY(save(state.startsWith(u"compiled"_s) ? "other" : "code"));
            } else if (step != u"none"_s && step != u"wasm"_s) {
                QVERIFY(save("code"));
                QVERIFY(m_store->compileStarted(hello, hash, u"d"_s));
            }
            if (step == u"compiled"_s) {
                QVERIFY(m_store->compileFinished(hello, hash, file("artifact"), RustTarget::Native, u"1.93.0"_s));
            } else if (step == u"failed"_s) {
                const auto failed = m_store->compileFailed(hello, hash, u"error[E0425]"_s);
                QCOMPARE(failed->error, u"error[E0425]"_s);
                QVERIFY(failed->artifactHash.isEmpty());
            } else if (step == u"wasm"_s) {
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
        QCOMPARE(other->status, DraftStatus::Saved);
        QVERIFY(other->artifactHash.isEmpty() && other->deployId.isEmpty());
        QCOMPARE(save("one")->status, DraftStatus::Saved); // also when it comes back
    }

    void a_compile_of_older_code_is_refused()
    {
        QVERIFY(save("one"));
        QVERIFY(m_store->compileStarted(hello, made::hash("one"), u"d"_s));
        QVERIFY(save("two"));
        const QByteArray old = made::hash("one");
        for (const auto &late :
             {m_store->compileFinished(hello, old, file("a"), RustTarget::Native, {}),
              m_store->compileFailed(hello, old, u"e"_s), m_store->compileStarted(hello, old, u"d"_s)}) {
            QVERIFY(!late);
            QCOMPARE(late.error().code, ErrorCode::FailedPrecondition);
            QCOMPARE(late.error().message,
                     "The draft of org:hello was saved again meanwhile, so this compile is of older "
                     u"code. Compile it again with: ignite draft compile org:hello"_s);
        }
        QCOMPARE(m_store->draft(hello)->status, DraftStatus::Saved);
    }

    void an_archive_that_is_not_what_was_said_is_refused()
    {
        const auto saved = m_store->saveDraft(hello, file("these bytes"), made::hash("other bytes"));
        QVERIFY(!saved);
        QCOMPARE(saved.error().code, ErrorCode::FailedPrecondition);
        QVERIFY(!m_store->draft(hello));
    }
};

QTEST_GUILESS_MAIN(TestStore)
#include "tst_store.moc"
