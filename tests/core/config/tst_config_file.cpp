// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/config_file.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace studio;

class TestConfigFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void changes_data()
    {
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("value"); // null: unset
        QTest::addColumn<QString>("after"); // null: left to people
        const auto row = [](const char *name, const char *before, const char *key, const char *value,
                            const char *after) {
            QTest::newRow(name) << QString::fromUtf8(before) << QString::fromLatin1(key) << QString::fromUtf8(value)
                                << QString::fromUtf8(after);
        };
        row("empty file", "", "ignite.token", "abc", "ignite:\n  token: abc\n");
        row("comment alone", "# mine", "ignite.token", "abc", "# mine\nignite:\n  token: abc\n");
        row("comments and order stay",
            "# head\nglobal:   # all\n  org_name: a # who\nignite:\n    # how long\n    timeout: \"5m\"   # yes\n"
            "    output: json\n",
            "ignite.timeout", "90s",
            "# head\nglobal:   # all\n  org_name: a # who\nignite:\n    # how long\n    timeout: 90s   # yes\n"
            "    output: json\n");
        row("a new key below its group", "ignite:\n    output: json # o\nglobal:\n  token: t\n", "ignite.token", "abc",
            "ignite:\n    output: json # o\n    token: abc\nglobal:\n  token: t\n");
        row("a new key, no line end", "ignite:\n  output: json", "ignite.token", "abc",
            "ignite:\n  output: json\n  token: abc\n");
        row("after a block scalar", "ignite:\n  token: |\n    abc\n\n# end\n", "ignite.output", "json",
            "ignite:\n  token: |\n    abc\n\n  output: json\n# end\n");
        row("an empty group", "ignite: # nothing yet\nglobal:\n  token: t\n", "ignite.token", "abc",
            "ignite: # nothing yet\n  token: abc\nglobal:\n  token: t\n");
        row("an empty value", "ignite:\n  token:\n  output: json\n", "ignite.token", "abc",
            "ignite:\n  token: abc\n  output: json\n");
        row("letters of two and four bytes before it", "x: äö🦀\nignite: {token: 'ü'} # é\n", "ignite.token", "abc",
            "x: äö🦀\nignite: {token: abc} # é\n");
        row("what must be quoted", "", "ignite.token", "a: b # c", "ignite:\n  token: \"a: b # c\"\n");
        row("quotes and backslashes", "", "ignite.token", "\"\\ ü", "ignite:\n  token: \"\\\"\\\\ ü\"\n");
        row("the word true", "", "ignite.debug", "true", "ignite:\n  debug: \"true\"\n");
        row("lines of Windows", "ignite:\r\n  token: a\r\n  output: json\r\n", "ignite.token", "b",
            "ignite:\r\n  token: b\r\n  output: json\r\n");
        row("unset", "ignite:\n  token: a # secret\n  output: json\n", "ignite.token", nullptr,
            "ignite:\n  output: json\n");
        row("unset the only one", "ignite:\n  token: a\nglobal:\n  token: t\n", "ignite.token", nullptr,
            "ignite:\nglobal:\n  token: t\n");
        row("unset a block scalar", "ignite:\n  token: |\n    a\n    b\n  output: json\n", "ignite.token", nullptr,
            "ignite:\n  output: json\n");
        row("others' lists stay", "plugins: [a, {b: c}]\nignite:\n  token: a\n", "ignite.token", "b",
            "plugins: [a, {b: c}]\nignite:\n  token: b\n");
        row("in braces", "ignite: {output: json}\n", "ignite.token", "abc", nullptr);
        row("unset in braces", "ignite: {output: json}\n", "ignite.output", nullptr, nullptr);
        row("all in braces", "{a: b}", "ignite.token", "abc", nullptr);
        row("the group is a list", "ignite: [1]\n", "ignite.token", "abc", nullptr);
        row("the group is a word", "ignite: on\n", "ignite.token", "abc", nullptr);
        row("after the end of the document", "a: b\n...\n", "ignite.token", "abc", nullptr);
    }
    void changes()
    {
        QFETCH(QString, before);
        QFETCH(QString, key);
        QFETCH(QString, value);
        QFETCH(QString, after);
        auto file = ConfigFile::parse(QStringLiteral("c.yaml"), before);
        QVERIFY2(file.has_value(), file ? "" : qPrintable(file.error().message));
        const auto changed = value.isNull() ? file->unset(key) : file->set(key, value);
        QCOMPARE(changed.has_value(), !after.isNull());
        QCOMPARE(file->text(), after.isNull() ? before : after);
        if (changed) {
            QCOMPARE(file->value(key), value.isNull() ? std::nullopt : std::optional(value));
        } else {
            QCOMPARE(changed.error().code, ErrorCode::FailedPrecondition);
        }
    }

    void unreadable_files_say_where_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("says");
        QTest::newRow("no YAML") << QStringLiteral("a: [b") << QStringLiteral("line 2");
        QTest::newRow("tab") << QStringLiteral("a:\n\tb: c\n") << QStringLiteral("line 2");
        QTest::newRow("twice") << QStringLiteral("a:\n  b: 1\n  b: 2\n") << QStringLiteral("line 3");
        QTest::newRow("alias") << QStringLiteral("a: &x 1\nb: *x\n") << QStringLiteral("line 2");
        QTest::newRow("two documents") << QStringLiteral("a: 1\n---\nb: 1\n") << QStringLiteral("second document");
        QTest::newRow("a list") << QStringLiteral("- a\n") << QStringLiteral("not a mapping");
        QTest::newRow("deep") << QStringLiteral("{a: ").repeated(40) + QStringLiteral("}").repeated(40)
                              << QStringLiteral("line 1");
    }
    void unreadable_files_say_where()
    {
        QFETCH(QString, text);
        QFETCH(QString, says);
        const auto file = ConfigFile::parse(QStringLiteral("c.yaml"), text);
        QVERIFY(!file.has_value());
        QCOMPARE(file.error().code, ErrorCode::InvalidArgument);
        QVERIFY2(file.error().message.contains(says), qPrintable(file.error().message));
        QVERIFY2(file.error().message.contains(QLatin1String("c.yaml")), qPrintable(file.error().message));
    }

    void written_whole_for_this_user_alone()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("deep/er/config.yaml"));
        auto file = ConfigFile::read(path).value();
        QVERIFY(file.entries().isEmpty());
        QVERIFY(file.set(QStringLiteral("ignite.token"), QStringLiteral("abc")));
        QVERIFY(file.write());
        const auto permissions = QFile::permissions(path) & ~(QFile::ReadUser | QFile::WriteUser);
        QCOMPARE(permissions, QFile::ReadOwner | QFile::WriteOwner);
        QCOMPARE(ConfigFile::read(path).value().value(QStringLiteral("ignite.token")), QStringLiteral("abc"));
    }

    void a_byte_order_mark_stays()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("config.yaml"));
        const auto content = [&] {
            QFile file(path);
            return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        };
        QFile made(path);
        QVERIFY(made.open(QIODevice::WriteOnly) && made.write("\xef\xbb\xbfignite:\n  output: json\n") > 0);
        made.close();
        auto file = ConfigFile::read(path).value();
        QVERIFY(file.set(QStringLiteral("ignite.token"), QStringLiteral("abc")) && file.write());
        QCOMPARE(content(), "\xef\xbb\xbfignite:\n  output: json\n  token: abc\n");
        QVERIFY(file.unset(QStringLiteral("ignite.token")) && file.write());
        QCOMPARE(content(), "\xef\xbb\xbfignite:\n  output: json\n");
    }

    void a_link_stays_a_link()
    {
        const QTemporaryDir folder;
        const QString target = folder.filePath(QStringLiteral("kept.yaml"));
        const QString link = folder.filePath(QStringLiteral("config.yaml"));
        QVERIFY(QFile::link(target, link));
        auto file = ConfigFile::read(link).value();
        QVERIFY(file.set(QStringLiteral("ignite.token"), QStringLiteral("abc")));
        QVERIFY(file.write());
        QVERIFY(QFileInfo(link).isSymLink());
        QVERIFY(QFileInfo::exists(target));
    }

    // A person's own file, such as one kept in two places by a hard link.
    void a_hard_link_of_it_stays_one()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("config.yaml"));
        const QString other = folder.filePath(QStringLiteral("kept.yaml"));
        auto file = ConfigFile::read(path).value();
        QVERIFY(file.set(QStringLiteral("ignite.token"), QStringLiteral("abc")));
        QVERIFY(file.write());
        QCOMPARE(::link(QFile::encodeName(path).constData(), QFile::encodeName(other).constData()), 0);
        QVERIFY(file.set(QStringLiteral("ignite.token"), QStringLiteral("def")));
        QVERIFY(file.write());
        QCOMPARE(ConfigFile::read(other).value().value(QStringLiteral("ignite.token")), QStringLiteral("def"));
    }

    /// A write that fails shows what was done before it.
    void it_is_closed_to_others_before_it_holds_the_token()
    {
        const QTemporaryDir home;
        const QString path = home.filePath(QStringLiteral("config.yaml"));
        QFile before(path);
        QVERIFY(before.open(QIODevice::WriteOnly));
        before.close();
        QVERIFY(::chmod(QFile::encodeName(path).constData(), 0644) == 0);
        auto file = ConfigFile::read(path);
        QVERIFY(file && file->set(QStringLiteral("ignite.token"), QStringLiteral("abc")));
        rlimit limit{};
        QVERIFY(::getrlimit(RLIMIT_FSIZE, &limit) == 0);
        const auto handled = ::signal(SIGXFSZ, SIG_IGN);
        const rlimit none{.rlim_cur = 1, .rlim_max = limit.rlim_max};
        QVERIFY(::setrlimit(RLIMIT_FSIZE, &none) == 0);
        const auto written = file->write();
        QVERIFY(::setrlimit(RLIMIT_FSIZE, &limit) == 0);
        ::signal(SIGXFSZ, handled);
        QVERIFY(!written);
        struct stat status{};
        QVERIFY(::stat(QFile::encodeName(path).constData(), &status) == 0);
        QCOMPARE(status.st_mode & 0777, 0600U);
    }

    void a_read_only_one_is_not_overwritten()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("config.yaml"));
        auto file = ConfigFile::read(path).value();
        QVERIFY(file.set(QStringLiteral("ignite.token"), QStringLiteral("abc")));
        QVERIFY(file.write());
        QCOMPARE(::chmod(QFile::encodeName(path).constData(), 0400), 0);
        QVERIFY(file.set(QStringLiteral("ignite.token"), QStringLiteral("def")));
        const auto written = file.write();
        QVERIFY(!written);
        QVERIFY2(written.error().message.contains(QStringLiteral("it is read-only")),
                 qPrintable(written.error().message));
        QCOMPARE(ConfigFile::read(path).value().value(QStringLiteral("ignite.token")), QStringLiteral("abc"));
    }
};

QTEST_GUILESS_MAIN(TestConfigFile)
#include "tst_config_file.moc"
