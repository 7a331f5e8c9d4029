// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/notices.h"
#include "core/base/private_json.h"
#include "core/remote/remote_list.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace studio;

class TestRemoteList : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void there_and_back()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("deep/profiles.json"));
        QCOMPARE(readRemoteList(path), Result<RemoteList>(RemoteList{}));
        const RemoteList profiles{
            {{QStringLiteral("work ü"), QStringLiteral("https://gateway.example"), QStringLiteral("team")},
             {QStringLiteral("here"), QStringLiteral("http://localhost:4460"), QStringLiteral("org")}},
            QStringLiteral("here")};
        QVERIFY(writeRemoteList(path, profiles));
        QCOMPARE(readRemoteList(path), Result<RemoteList>(profiles));
        QCOMPARE(profiles.find(QStringLiteral("here"))->endpoint, QStringLiteral("http://localhost:4460"));
        QVERIFY(!profiles.find({}));
    }

    void what_cannot_be_is_named_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("endpoint");
        QTest::addColumn<QString>("organization");
        QTest::addColumn<QString>("says");
        const auto row = [](const char *what, const char *name, const char *endpoint, const char *organization,
                            const char *says) {
            QTest::newRow(what) << QString::fromLatin1(name) << QString::fromLatin1(endpoint)
                                << QString::fromLatin1(organization) << QString::fromLatin1(says);
        };
        row("no name", " ", "https://x.example", "org", "no name");
        row("a name twice", "taken", "https://x.example", "org", "called taken");
        row("no address", "x", "", "org", "no address");
        row("no scheme", "x", "x.example", "org", "x.example");
        row("a password in it", "x", "https://u:p@x.example", "org", "no user name and no password");
        row("organization", "x", "https://x.example", "a/b", "a/b");
    }
    void what_cannot_be_is_named()
    {
        QFETCH(QString, name);
        QFETCH(QString, endpoint);
        QFETCH(QString, organization);
        QFETCH(QString, says);
        const RemoteList profiles{
            {{QStringLiteral("taken"), QStringLiteral("https://t.example")}, {name, endpoint, organization}}, {}};
        const auto checked = checkRemoteList(profiles);
        QVERIFY(!checked);
        QVERIFY2(checked.error().message.contains(says), qPrintable(checked.error().message));
        const QTemporaryDir folder;
        QVERIFY(!writeRemoteList(folder.filePath(QStringLiteral("p.json")), profiles));
        QVERIFY(!QFile::exists(folder.filePath(QStringLiteral("p.json"))));
    }

    void a_damaged_file_is_set_aside()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("profiles.json"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("{\"remotes\": [") > 0);
        file.close();
        QStringList said;
        setNoticeReporter([&](const QString &sentence, NoticeKind) { said << sentence; });
        QCOMPARE(readRemoteList(path), Result<RemoteList>(RemoteList{}));
        setNoticeReporter({});
        QVERIFY(said.size() == 1 && said.first().contains(path));
        QVERIFY(!QFile::exists(path));
        QCOMPARE(QDir(folder.path()).entryList({QStringLiteral("profiles.json.damaged-*")}).size(), 1);
    }
};

QTEST_GUILESS_MAIN(TestRemoteList)
#include "tst_remote_list.moc"
