// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compiler/component.h"
#include "core/compiler/lockfile.h"

#include <QTest>

using namespace studio;

namespace {

const QByteArray head("\0asm\x0d\0\x01\0", 8);

QByteArray section(int id, const QByteArray &content)
{
    return QByteArray(1, static_cast<char>(id)) + QByteArray(1, static_cast<char>(content.size())) + content;
}

QByteArray named(const QByteArray &name)
{
    return QByteArray(1, '\0') + QByteArray(1, static_cast<char>(name.size())) + name;
}

} // namespace

class TestComponent : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void its_outermost_imports_and_exports()
    {
        // Two imports (an instance, a core module), something else, an export of an instance with a type.
        const QByteArray imports = QByteArray("\x02") + named("wasi:io/poll@0.2.12") + QByteArray("\x05\x01", 2) +
                                   named("code") + QByteArray("\x00\x11\x02", 3);
        const QByteArray exports =
            QByteArray("\x01") + named("wasi:http/incoming-handler@0.2.12") + QByteArray("\x05\x07\x01\x05\x03", 5);
        const auto found = readComponent(head + section(10, imports) + section(0, "junk") + section(11, exports));
        QVERIFY(found);
        QCOMPARE(found->imports, QStringList({QStringLiteral("code"), QStringLiteral("wasi:io/poll@0.2.12")}));
        QCOMPARE(found->exports, QStringList({QStringLiteral("wasi:http/incoming-handler@0.2.12")}));
    }

    void what_is_none_is_refused_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("a core module") << QByteArray("\0asm\x01\0\0\0", 8);
        QTest::newRow("a program") << QByteArray("\x7f"
                                                 "ELF and so on");
        QTest::newRow("cut off in a size") << head + QByteArray("\x0a\xff", 2);
        QTest::newRow("cut off in a section") << head + QByteArray("\x0a\x7f\x01", 3);
        QTest::newRow("an endless number") << head + QByteArray("\x0a\xff\xff\xff\xff\xff\xff", 7);
    }
    void what_is_none_is_refused()
    {
        QFETCH(QByteArray, bytes);
        const auto found = readComponent(bytes);
        QVERIFY(!found);
        QCOMPARE(found.error().code, ErrorCode::InvalidArgument);
    }

    void a_lockfile_and_who_brings_what()
    {
        const auto crates = readLockfile(
            "version = 4\n"
            "[[package]]\nname = \"hello\"\nversion = \"0.1.0\"\ndependencies = [\n \"a\",\n \"b 2.0.0\",\n]\n"
            "[[package]]\nname = \"a\"\nversion = \"1.0.0\"\nsource = \"registry+x\"\n"
            "[[package]]\nname = \"b\"\nversion = \"2.0.0\"\nsource = \"registry+x\"\ndependencies = [\"c\"]\n"
            "[[package]]\nname = \"c\"\nversion = \"0.9.1\"\nsource = \"registry+x\"\n");
        QVERIFY(crates);
        QCOMPARE(crates->size(), 4);
        QCOMPARE(crates->at(0).dependencies, QStringList({QStringLiteral("a"), QStringLiteral("b 2.0.0")}));
        QCOMPARE(
            crates->at(2),
            (LockedCrate{
                QStringLiteral("b"), QStringLiteral("2.0.0"), QStringLiteral("registry+x"), {QStringLiteral("c")}}));
        const auto path = [&](const char *crate) {
            return dependencyPath(*crates, QStringLiteral("hello"), QString::fromLatin1(crate)).join(QLatin1Char(' '));
        };
        QCOMPARE(path("c"), QStringLiteral("hello b c"));
        QCOMPARE(path("a"), QStringLiteral("hello a"));
        QCOMPARE(path("d"), QString());
        const QStringList compiled{QStringLiteral("hello 0.1.0"), QStringLiteral("b 2.0.0")};
        QCOMPARE(compiledOf(*crates, compiled), (QList<LockedCrate>{crates->at(0), crates->at(2)}));
        QCOMPARE(compiledOf(*crates, {}).size(), 4);
        QCOMPARE(readLockfile("[[package").error().code, ErrorCode::InvalidArgument);
    }
};

QTEST_GUILESS_MAIN(TestComponent)
#include "tst_component.moc"
