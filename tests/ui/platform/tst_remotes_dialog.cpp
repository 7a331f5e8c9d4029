// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/platform/remotes_dialog.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPointer>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace studio;

class TestRemotesDialog : public QObject
{
    Q_OBJECT

    QTemporaryDir m_home;

    /// Remotes with this list in their file.
    std::unique_ptr<Remotes> remotesWith(const RemoteList &list) const
    {
        Paths paths;
        paths.config = m_home.path();
        if (!writeRemoteList(m_home.filePath(QStringLiteral("profiles.json")), list)) {
            return nullptr;
        }
        auto remotes = std::make_unique<Remotes>(paths);
        remotes->choose(list.current);
        return remotes;
    }

    static void type(QDialog *dialog, const char *field, const QString &text)
    {
        auto *const edit = dialog->findChild<QLineEdit *>(QString::fromLatin1(field));
        edit->setFocus();
        edit->selectAll();
        QTest::keyClicks(edit, text);
    }

    static QPushButton *saveButton(QDialog *dialog)
    {
        for (QAbstractButton *button : dialog->findChild<QDialogButtonBox *>()->buttons()) {
            if (dialog->findChild<QDialogButtonBox *>()->buttonRole(button) == QDialogButtonBox::AcceptRole) {
                return qobject_cast<QPushButton *>(button);
            }
        }
        return nullptr;
    }

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("DBUS_SESSION_BUS_ADDRESS",
                "unix:path=/nonexistent/bus"); // a person's keychain is none of our business
    }

    void a_remote_is_added_with_its_token()
    {
        const auto remotes = remotesWith({});
        const QPointer<RemotesDialog> dialog = new RemotesDialog(remotes.get());
        dialog->show();
        QVERIFY(!saveButton(dialog)->isEnabled());
        type(dialog, "name", QStringLiteral("work"));
        type(dialog, "endpoint", QStringLiteral("gateway"));
        QVERIFY(!saveButton(dialog)->isEnabled());
        type(dialog, "endpoint", QStringLiteral("https://gateway.example"));
        type(dialog, "organization", QStringLiteral("team"));
        type(dialog, "token", QStringLiteral("abc"));
        QCOMPARE(dialog->findChild<QLineEdit *>(QStringLiteral("token"))->echoMode(), QLineEdit::Password);
        QVERIFY(saveButton(dialog)->isEnabled());
        QSignalSpy saved(dialog, &RemotesDialog::saved);
        saveButton(dialog)->click();
        QVERIFY(saved.wait(10'000));
        QCOMPARE(remotes->list().remotes,
                 QList<Remote>(
                     {{QStringLiteral("work"), QStringLiteral("https://gateway.example"), QStringLiteral("team")}}));
        QCOMPARE(saved[0][0].toBool(), false); // there is no keychain, and that is said
        QCOMPARE(QCoro::waitFor(remotes->token(QStringLiteral("https://gateway.example"))), Result<QByteArray>("abc"));
        QCOMPARE(Remotes({.data = {}, .cache = {}, .config = m_home.path(), .resources = {}}).list().remotes,
                 remotes->list().remotes); // as the next studio reads them
        QTRY_VERIFY(!dialog);
    }

    void removing_the_current_one_leaves_the_embedded_platform()
    {
        const RemoteList known{{{QStringLiteral("a"), QStringLiteral("https://a.example")},
                                {QStringLiteral("b"), QStringLiteral("https://b.example")}},
                               QStringLiteral("a")};
        const auto remotes = remotesWith(known);
        const QPointer<RemotesDialog> dialog = new RemotesDialog(remotes.get());
        dialog->show();
        dialog->findChild<QListWidget *>(QStringLiteral("remotes"))->setCurrentRow(0);
        dialog->findChild<QPushButton *>(QStringLiteral("remove"))->click();
        QCOMPARE(dialog->findChild<QLineEdit *>(QStringLiteral("name"))->text(), QStringLiteral("b"));
        QSignalSpy saved(dialog, &RemotesDialog::saved);
        saveButton(dialog)->click();
        QTRY_COMPARE(saved.size(), 1);
        QCOMPARE(remotes->list().remotes.size(), 1);
        QCOMPARE(remotes->list().current, QString());
    }

    void adding_one_does_not_choose_it()
    {
        const auto remotes = remotesWith({});
        const QPointer<RemotesDialog> dialog = new RemotesDialog(remotes.get());
        dialog->show();
        type(dialog, "name", QStringLiteral("work"));
        type(dialog, "endpoint", QStringLiteral("https://gateway.example"));
        type(dialog, "organization", QStringLiteral("team"));
        QSignalSpy saved(dialog, &RemotesDialog::saved);
        saveButton(dialog)->click();
        QTRY_COMPARE(saved.size(), 1);
        QCOMPARE(remotes->list().current, QString()); // the embedded platform, as before
    }

    void a_name_that_was_cleared_first_is_still_the_current_ones()
    {
        const RemoteList known{{{QStringLiteral("a"), QStringLiteral("https://a.example")}}, QStringLiteral("a")};
        const auto remotes = remotesWith(known);
        const QPointer<RemotesDialog> dialog = new RemotesDialog(remotes.get());
        dialog->show();
        QTest::keyClick(dialog->findChild<QLineEdit *>(QStringLiteral("name")), Qt::Key_Backspace);
        dialog->findChild<QPushButton *>(QStringLiteral("add"))->click(); // and a new one has no name either
        dialog->findChild<QListWidget *>(QStringLiteral("remotes"))->setCurrentRow(1);
        type(dialog, "name", QStringLiteral("b"));
        type(dialog, "endpoint", QStringLiteral("https://b.example"));
        type(dialog, "organization", QStringLiteral("team"));
        dialog->findChild<QListWidget *>(QStringLiteral("remotes"))->setCurrentRow(0);
        type(dialog, "name", QStringLiteral("renamed"));
        QSignalSpy saved(dialog, &RemotesDialog::saved);
        saveButton(dialog)->click();
        QTRY_COMPARE(saved.size(), 1);
        QCOMPARE(remotes->list().current, QStringLiteral("renamed"));
    }

    void a_renamed_one_stays_the_current_one()
    {
        const RemoteList known{{{QStringLiteral("a"), QStringLiteral("https://a.example")}}, QStringLiteral("a")};
        const auto remotes = remotesWith(known);
        const QPointer<RemotesDialog> dialog = new RemotesDialog(remotes.get());
        dialog->show();
        type(dialog, "name", QStringLiteral("renamed"));
        QSignalSpy saved(dialog, &RemotesDialog::saved);
        saveButton(dialog)->click();
        QTRY_COMPARE(saved.size(), 1);
        QCOMPARE(remotes->list().current, QStringLiteral("renamed"));
    }
};

QTEST_MAIN(TestRemotesDialog)
#include "tst_remotes_dialog.moc"
