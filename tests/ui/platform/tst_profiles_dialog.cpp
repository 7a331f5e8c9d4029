// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/platform/profiles_dialog.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPointer>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace studio;

class TestProfilesDialog : public QObject
{
    Q_OBJECT

    Secrets m_secrets{QStringLiteral("ignite-studio-test")};

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
        qRegisterMetaType<Profiles>();
        qputenv("DBUS_SESSION_BUS_ADDRESS",
                "unix:path=/nonexistent/bus"); // a person's keychain is none of our business
    }

    void a_remote_is_added_with_its_token()
    {
        const QPointer<ProfilesDialog> dialog = new ProfilesDialog({}, &m_secrets);
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
        QSignalSpy saved(dialog, &ProfilesDialog::saved);
        saveButton(dialog)->click();
        QVERIFY(saved.wait(10'000));
        const auto profiles = saved[0][0].value<Profiles>();
        QCOMPARE(profiles.remotes,
                 QList<RemoteProfile>(
                     {{QStringLiteral("work"), QStringLiteral("https://gateway.example"), QStringLiteral("team")}}));
        QVERIFY(saved[0][1].toString().contains(QLatin1String("keychain"))); // there is none, and that is said
        QCOMPARE(QCoro::waitFor(m_secrets.get(gatewayTokenKey(QStringLiteral("https://gateway.example")))),
                 Result<QByteArray>("abc"));
        QTRY_VERIFY(!dialog);
    }

    void removing_the_current_one_leaves_the_embedded_platform()
    {
        const Profiles known{{{QStringLiteral("a"), QStringLiteral("https://a.example")},
                              {QStringLiteral("b"), QStringLiteral("https://b.example")}},
                             QStringLiteral("a")};
        const QPointer<ProfilesDialog> dialog = new ProfilesDialog(known, &m_secrets);
        dialog->show();
        dialog->findChild<QListWidget *>(QStringLiteral("remotes"))->setCurrentRow(0);
        dialog->findChild<QPushButton *>(QStringLiteral("remove"))->click();
        QCOMPARE(dialog->findChild<QLineEdit *>(QStringLiteral("name"))->text(), QStringLiteral("b"));
        QSignalSpy saved(dialog, &ProfilesDialog::saved);
        saveButton(dialog)->click();
        QTRY_COMPARE(saved.size(), 1);
        const auto profiles = saved[0][0].value<Profiles>();
        QCOMPARE(profiles.remotes.size(), 1);
        QCOMPARE(profiles.current, QString());
    }

    void a_renamed_one_stays_the_current_one()
    {
        const Profiles known{{{QStringLiteral("a"), QStringLiteral("https://a.example")}}, QStringLiteral("a")};
        const QPointer<ProfilesDialog> dialog = new ProfilesDialog(known, &m_secrets);
        dialog->show();
        type(dialog, "name", QStringLiteral("renamed"));
        QSignalSpy saved(dialog, &ProfilesDialog::saved);
        saveButton(dialog)->click();
        QTRY_COMPARE(saved.size(), 1);
        QCOMPARE(saved[0][0].value<Profiles>().current, QStringLiteral("renamed"));
    }
};

QTEST_MAIN(TestProfilesDialog)
#include "tst_profiles_dialog.moc"
