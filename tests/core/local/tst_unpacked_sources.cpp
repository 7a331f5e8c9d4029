// SPDX-License-Identifier: GPL-3.0-or-later
// The sources of an archive, unpacked for one compile.
#include "core/local/unpacked_sources.h"
#include "tests/core/source/source_test.h"

#include <QTest>

#include <thread>

using namespace studio;
using namespace studio::test;
using namespace Qt::StringLiterals;

class TestUnpackedSources : public SourceTest
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_place = std::make_unique<QTemporaryDir>();
        makeProject();
    }

    void sources_are_unpacked_for_one_compile()
    {
        const auto archive = prepare(at(u"p"_s));
        QVERIFY2(archive, tree::why(archive));
        const QString parent = at(u"sources"_s);
        const auto unpack = [&] {
            UnpackedSources::removeAbandoned(parent); // as another process does at its start
            return UnpackedSources::unpack(archive->path, archive->codeHash, parent, {});
        };
        const auto entries = [&] {
            return QDir(parent).entryList(QDir::Dirs | QDir::Hidden | QDir::NoDotAndDotDot).size();
        };
        // As an earlier version left it, and as somebody edited it.
        QVERIFY(QDir().mkpath(parent + u'/' + QString::fromLatin1(archive->codeHash)));
        tree::run(u"sh"_s, {u"-c"_s, u"echo changed > Cargo.toml; touch -d '2 hours ago' ."_s},
                  parent + u'/' + QString::fromLatin1(archive->codeHash));
        auto kept = unpack();
        QVERIFY2(kept, tree::why(kept));
        const QString manifest = (*kept)->folder() + u"/Cargo.toml"_s;
        QCOMPARE(tree::content(manifest), tree::content(at(u"p/Cargo.toml"_s)));
        QCOMPARE(entries(), 1);
        tree::run(u"touch"_s, {u"-d"_s, u"2 hours ago"_s, QFileInfo((*kept)->folder()).path()}, m_place->path());
        // However many compiles come and go, what is in use stays.
        for (int count = 0; count < 40; ++count) {
            const auto other = unpack();
            QVERIFY2(other, tree::why(other));
            QVERIFY(QFileInfo::exists((*other)->folder() + u"/Cargo.toml"_s) && QFileInfo::exists(manifest));
        }
        QCOMPARE(entries(), 1);
        // What is changed there is of no use to the next one.
        tree::run(u"sh"_s, {u"-c"_s, u"echo changed > Cargo.toml"_s}, (*kept)->folder());
        const auto next = unpack();
        QVERIFY2(next, tree::why(next));
        QCOMPARE(tree::content((*next)->folder() + u"/Cargo.toml"_s), tree::content(at(u"p/Cargo.toml"_s)));
        kept->reset();
        QCOMPARE(entries(), 1);
    }

    void many_unpack_at_a_time()
    {
        const auto archive = prepare(at(u"p"_s));
        QVERIFY2(archive, tree::why(archive));
        std::atomic<int> whole = 0;
        std::vector<std::jthread> threads;
        for (int thread = 0; thread < 8; ++thread) {
            threads.emplace_back([&] {
                for (int count = 0; count < 25; ++count) {
                    UnpackedSources::removeAbandoned(at(u"sources"_s));
                    const auto sources =
                        UnpackedSources::unpack(archive->path, archive->codeHash, at(u"sources"_s), {});
                    whole += sources && QFileInfo::exists((*sources)->folder() + u"/Cargo.toml"_s) ? 1 : 0;
                }
            });
        }
        threads.clear();
        QCOMPARE(whole.load(), 200);
        QVERIFY(QDir(at(u"sources"_s)).isEmpty(QDir::Dirs | QDir::Hidden | QDir::NoDotAndDotDot));
    }

    void sources_of_a_changed_archive_are_refused()
    {
        const auto archive = prepare(at(u"p"_s));
        QVERIFY2(archive, tree::why(archive));
        tree::run(u"sh"_s, {u"-c"_s, u"echo >> '%1'"_s.arg(archive->path)}, m_place->path());
        const auto sources = UnpackedSources::unpack(archive->path, archive->codeHash, at(u"sources"_s), {});
        QVERIFY(!sources);
        QCOMPARE(sources.error().code, ErrorCode::Internal);
        QVERIFY2(sources.error().message.startsWith(u"The stored code is damaged"), tree::why(sources));
    }
};

QTEST_GUILESS_MAIN(TestUnpackedSources)
#include "tst_unpacked_sources.moc"
