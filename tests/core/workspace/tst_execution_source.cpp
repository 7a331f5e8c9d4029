// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/execution_source.h"
#include "tests/ui/platform/platform_test.h"

#include <QCoroTask>

using namespace studio;
using namespace studio::test;
using namespace Qt::StringLiterals;

class TestExecutionSource : public PlatformTest
{
    Q_OBJECT

    [[nodiscard]] Execution callOf(int version) const
    {
        Execution one;
        one.app = hello;
        one.version = version;
        one.codeHash = version > 0 ? m_other->version(hello, version)->codeHash : m_other->draft(hello)->codeHash;
        return one;
    }
    [[nodiscard]] Result<QString> folderOf(const Execution &execution) const
    {
        return QCoro::waitFor(
            unpackExecutionCode(m_platform.get(), execution, m_home->filePath(u"cache with space"_s)));
    }
    static QByteArray contentOf(const Result<QString> &folder)
    {
        const auto path = folder.and_then([](const QString &one) { return sourceFileIn(one, u"src/lib.rs"_s); });
        QFile file(path.value_or(QString()));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("none: ") + path.error().message.toUtf8();
    }

private Q_SLOTS:
    void the_source_is_that_of_the_version()
    {
        publish("// one\n");
        publish("// two\n");
        const auto one = folderOf(callOf(1));
        QCOMPARE(contentOf(one), QByteArray("// one\n"));
        QCOMPARE(contentOf(folderOf(callOf(2))), QByteArray("// two\n"));
        QCOMPARE(folderOf(callOf(1)), one); // it is there already
        const QString path = *sourceFileIn(*one, {});
        QVERIFY(path.endsWith(u"/src/lib.rs"_s) && isVersionSource(path));
        QCOMPARE(versionLabelOf(path), u"v1"_s);
        QVERIFY(!isVersionSource(u"/home/me/v1/src/lib.rs"_s));
        for (const QString &outside : {u"../../../../etc/passwd"_s, u"/etc/passwd"_s, u"src/none.rs"_s, u"src"_s}) {
            QCOMPARE(sourceFileIn(*one, outside).error().code, ErrorCode::NotFound);
        }
    }

    void a_draft_s_source_is_there_until_it_is_saved_again()
    {
        publish("// one\n");
        const Execution published = callOf(0); // of the draft, which became version 1
        QCOMPARE(contentOf(folderOf(published)), QByteArray("// one\n"));
        publish("// two\n");
        QCOMPARE(contentOf(folderOf(published)), QByteArray("// one\n"));
        Execution lost = published;
        lost.codeHash = QByteArray(64, 'a');
        const auto none = folderOf(lost);
        QVERIFY(!none && none.error().message.contains(u"has been saved again since"_s));
    }

    void what_is_gone_is_said()
    {
        publish("// one\n");
        Execution call = callOf(1);
        call.dev = true;
        QVERIFY(folderOf(call).error().message.contains(u"was being written"_s));
        call.dev = false;
        Execution other = call;
        other.codeHash = QByteArray(64, 'b'); // of an app of that name before
        QVERIFY(folderOf(other).error().message.contains(u"deleted and made again"_s));
        const QString name = QString::fromLatin1(call.codeHash);
        QVERIFY(QFile::remove(m_home->filePath(u"data/blobs/"_s) + name.first(2) + u'/' + name.sliced(2)));
        const auto gone = folderOf(call);
        QVERIFY(!gone);
        QVERIFY2(gone.error().message.startsWith(u"The source of version 1 of org:hello is gone: "_s),
                 qPrintable(gone.error().message));
    }

    void a_place_in_a_text_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("file");
        QTest::addColumn<int>("line");
        QTest::addColumn<int>("column");
        QTest::newRow("panic") << u"thread 'main' panicked at src/lib.rs:12:5:"_s << u"src/lib.rs"_s << 12 << 5;
        QTest::newRow("log") << u"WARN shop (src/a/b.rs:7) low"_s << u"src/a/b.rs"_s << 7 << 0;
        QTest::newRow("none") << u"at lib.rs and 12:5"_s << QString() << 0 << 0;
    }
    void a_place_in_a_text()
    {
        QFETCH(QString, text);
        QFETCH(QString, file);
        QFETCH(int, line);
        QFETCH(int, column);
        QCOMPARE(sourcePlaceIn(text).value_or(SourcePlace()), (SourcePlace{file, line, column}));
    }
};

QTEST_MAIN(TestExecutionSource)
#include "tst_execution_source.moc"
