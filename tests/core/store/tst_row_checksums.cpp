// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/app.h"
#include "core/model/version.h"
#include "tests/core/store/store_fixture.h"

#include <QTest>

using namespace studio;
using namespace Qt::StringLiterals;
using made::hello;

/// One byte of the database's file that became another one.
class TestRowChecksums : public StoreFixture
{
    Q_OBJECT

    /// Replaces `from` wherever it stands, in the file of a closed store, which is opened again.
    void flip(const QByteArray &from, const QByteArray &to)
    {
        m_store.reset();
        const QString path = folder() + u"/store.sqlite"_s;
        QByteArray bytes = made::content(path);
        QVERIFY(from.size() == to.size() && bytes.contains(from));
        bytes.replace(from, to);
        QVERIFY(!made::file(path, bytes).isEmpty());
        reopen();
    }

private Q_SLOTS:
    void init()
    {
        StoreFixture::init();
        App app = *m_store->app(hello);
        app.description = u"what it is for"_s;
        QVERIFY(m_store->updateApp(app));
        QVERIFY(publishNew("one"));
        QVERIFY(publishNew("two"));
    }

    void unchanged_rows_are_intact()
    {
        reopen();
        QVERIFY(m_store->app(hello) && m_store->draft(hello) && m_store->version(hello, 1));
        QVERIFY(m_store->rollback(hello, 1) && m_store->publish(hello, u"again"_s));
        reopen();
        const auto versions = m_store->versions(hello, 10);
        QCOMPARE(versions->size(), 3);
        QVERIFY(std::ranges::none_of(*versions, &Version::damaged) && !m_store->app(hello)->damaged);
    }

    void a_damaged_version_is_named_and_the_others_are_usable()
    {
        flip("note on one", "note on onE");
        const auto version = m_store->version(hello, 1);
        QVERIFY(!version);
        QCOMPARE(version.error().code, ErrorCode::Internal);
        QVERIFY2(version.error().message.startsWith(u"Version 1 of org:hello is damaged in the store"_s),
                 made::why(version));
        QVERIFY(!m_store->rollback(hello, 1) && !m_store->code(hello, 1));
        const auto all = m_store->versions(hello, 10);
        QCOMPARE(all->size(), 2);
        QVERIFY(!all->at(0).damaged && all->at(1).damaged);
        QVERIFY(m_store->version(hello, 2) && m_store->code(hello, 2) && publishNew("three"));
    }

    void a_damaged_draft_is_named_and_saving_mends_it()
    {
        QVERIFY(save("three"));
        QVERIFY(m_store->compileStarted(hello, made::hash("three"), u"deploy-3"_s));
        QVERIFY(m_store->compileFailed(hello, made::hash("three"), u"it does not compile"_s));
        flip("it does not compile", "it does n0t compile");
        const auto draft = m_store->draft(hello);
        QVERIFY(!draft);
        QCOMPARE(draft.error().code, ErrorCode::Internal);
        QVERIFY2(draft.error().message.startsWith(u"The draft of org:hello is damaged in the store"_s),
                 made::why(draft));
        QVERIFY(!m_store->publish(hello, {}) && m_store->version(hello, 2));
        QVERIFY(save("three"));
        QCOMPARE(m_store->draft(hello)->status, DraftStatus::Saved);
    }

    void a_damaged_app_is_named_and_setting_it_again_mends_it()
    {
        App other;
        other.id = {u"org"_s, u"other"_s};
        QVERIFY(m_store->createApp(other));
        flip("what it is for", "what it is fo!");
        const auto app = m_store->app(hello);
        QVERIFY(!app);
        QCOMPARE(app.error().code, ErrorCode::Internal);
        QVERIFY2(app.error().message.startsWith(u"The settings of org:hello are damaged in the store"_s),
                 made::why(app));
        QVERIFY(!m_store->version(hello, 1) && m_store->app(other.id));
        const auto all = m_store->apps(u"org"_s);
        QCOMPARE(all->size(), 2);
        QVERIFY(all->at(0).damaged && !all->at(1).damaged);
        App mended = all->at(0);
        mended.description = u"what it is for"_s;
        QVERIFY(m_store->updateApp(mended));
        QVERIFY(m_store->app(hello) && m_store->version(hello, 1));
    }

    void a_damaged_app_can_be_deleted()
    {
        flip("what it is for", "what it is fo!");
        QVERIFY(m_store->deleteApp(hello));
        QVERIFY(m_store->apps(u"org"_s)->isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestRowChecksums)
#include "tst_row_checksums.moc"
