// SPDX-License-Identifier: GPL-3.0-or-later
// The real window between its embedded platform and a real gateway, which serves another platform in this process.
#include "core/gateway/gateway.h"
#include "core/project/project.h"
#include "tests/support/slowness.h"
#include "tests/ui/window/studio.h"
#include "ui/common/banner.h"
#include "ui/console/problems_pane.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/editor_tabs.h"
#include "ui/platform/remotes_dialog.h"

#include <QApplication>
#include <QCoroTask>
#include <QDialogButtonBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QPointer>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <QToolButton>
#include <QTreeView>

using namespace studio;
using namespace studio::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int timeout = 300'000 * slowness; ///< the first release compile ever may be in it
constexpr int answersWithin = 10'000 * slowness;
const QByteArray token("token-of-the-test");
const AppId here{u"org"_s, u"hello"_s};
const AppId there{u"team"_s, u"hello"_s};

/// What `ignite serve` of somebody else is.
struct OtherMachine
{
    explicit OtherMachine(const QString &home)
        : paths{.data = home + u"/data"_s, .cache = windowCache(), .config = {}, .resources = sourcePath("/resources")}
        , compiler(paths)
        , platform(paths, &compiler, &client)
    {
        auto started = Gateway::start(&platform, nullptr, {.token = token, .temporaryFolder = home + u"/up"_s});
        if (!started) {
            qFatal("%s", qPrintable(started.error().message));
        }
        gateway = std::move(*started);
    }
    [[nodiscard]] QString address() const { return u"http://127.0.0.1:%1"_s.arg(gateway->port()); }

    Paths paths;
    Compiler compiler;
    HttpClient client;
    LocalPlatform platform;
    std::unique_ptr<Gateway> gateway;
};

} // namespace

class TestRemoteSwitch : public QObject
{
    Q_OBJECT

    QTemporaryDir m_home;
    std::unique_ptr<OtherMachine> m_other;
    std::unique_ptr<Studio> m_studio;

    [[nodiscard]] MainWindow &window() const { return m_studio->window; }
    [[nodiscard]] CodeEditor *editor() const { return m_studio->editors()->current(); }
    [[nodiscard]] QToolButton *remoteButton() const { return window().findChild<QToolButton *>(u"remote"_s); }
    [[nodiscard]] QString banner() const
    {
        const auto *const shown = window().centralWidget()->findChild<Banner *>();
        return shown->isVisible() ? shown->text() : QString();
    }

    /// Opens the menu of the remotes and goes down to the entry that begins so. Whether there is one.
    [[nodiscard]] bool choose(const QString &entry) const
    {
        bool isThere = false;
        QTimer whenOpen; // the menu has an event loop of its own
        connect(&whenOpen, &QTimer::timeout, &whenOpen, [&] {
            auto *const menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
            if (!menu) {
                return;
            }
            whenOpen.stop();
            for (qsizetype at = 0; at < menu->actions().size() && !isThere; ++at) {
                QTest::keyClick(menu, Qt::Key_Down);
                isThere = menu->activeAction() && menu->activeAction()->text().startsWith(entry);
            }
            QTest::keyClick(menu, isThere ? Qt::Key_Return : Qt::Key_Escape);
        });
        whenOpen.start(20);
        QTest::mouseClick(remoteButton(), Qt::LeftButton);
        return isThere;
    }

    /// The cells of a table of the window, a line for each row; nothing where another page stands in its place.
    [[nodiscard]] QStringList shown(const QString &table, const QList<int> &columns) const
    {
        QStringList rows;
        for (const QTreeView *const view : window().findChildren<QTreeView *>()) {
            if (view->accessibleName() != table || view->isHidden()) {
                continue;
            }
            for (int row = 0; row < view->model()->rowCount(); ++row) {
                QStringList cells;
                for (const int column : columns) {
                    cells << view->model()->index(row, column).data().toString();
                }
                rows << cells.join(u' ');
            }
        }
        return rows;
    }
    [[nodiscard]] QStringList apps() const { return shown(u"Apps"_s, {0, 1}); }
    [[nodiscard]] QStringList versions() const { return shown(u"Versions"_s, {0, 1}); }

    /// Presses the keys of Publish and gives what the window says in the end: its banner, or how many problems.
    [[nodiscard]] QString publish() const
    {
        QTest::keyClick(&window(), Qt::Key_U, Qt::ControlModifier | Qt::ShiftModifier);
        const auto hasEnded = [this] { return !banner().isEmpty() || m_studio->problems()->errors() > 0; };
        return QTest::qWaitFor(hasEnded, timeout) && !banner().isEmpty() ? banner() : m_studio->problems()->title();
    }

    /// A line of its own, before all others.
    void type(const QString &comment) const
    {
        editor()->setFocus();
        editor()->setCursorPosition(0, 0);
        QTest::keyClick(editor(), Qt::Key_Return); // behind a comment it would go on with it
        editor()->setCursorPosition(0, 0);
        QTest::keyClicks(editor(), comment);
    }

    [[nodiscard]] QByteArray onDisk() const
    {
        QFile file(m_home.filePath(u"hello/src/lib.rs"_s));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    static void fill(const QDialog *dialog, const char *field, const QString &text)
    {
        auto *const edit = dialog->findChild<QLineEdit *>(QString::fromLatin1(field));
        edit->setFocus();
        edit->selectAll();
        QTest::keyClicks(edit, text);
    }

    /// In the dialog that the menu opens.
    void addRemote(const QString &name, const QString &address, const QString &itsToken)
    {
        QVERIFY(choose(u"Remotes"_s));
        const QPointer<RemotesDialog> dialog = window().findChild<RemotesDialog *>();
        QVERIFY(dialog);
        if (!dialog->findChild<QLineEdit *>(u"name"_s)->text().isEmpty()) {
            QTest::mouseClick(dialog->findChild<QPushButton *>(u"add"_s), Qt::LeftButton);
        }
        fill(dialog, "name", name);
        fill(dialog, "endpoint", address);
        fill(dialog, "organization", there.organization);
        fill(dialog, "token", itsToken);
        for (QAbstractButton *const button : dialog->findChild<QDialogButtonBox *>()->buttons()) {
            if (button->text().remove(u'&') == u"Save") {
                QTest::mouseClick(button, Qt::LeftButton);
            }
        }
        QTRY_VERIFY_WITH_TIMEOUT(!dialog, answersWithin);
    }

private Q_SLOTS:
    void initTestCase()
    {
        // A person's keychain is none of our business.
        qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus");
        m_other = std::make_unique<OtherMachine>(m_home.filePath(u"there"_s));
        App someone;
        someone.id = {there.organization, u"someones"_s};
        QVERIFY(QCoro::waitFor(m_other->platform.createApp(someone)));

        QVERIFY(copySample(sourcePath("/resources/samples/rust-hello"), m_home.filePath(u"hello"_s)));
        m_studio = std::make_unique<Studio>(m_home.path());
        m_studio->open(m_home.filePath(u"hello"_s));
        window().show();
        QVERIFY(QTest::qWaitForWindowActive(&window()));
        (void)m_studio->pane<QWidget>("versions"); // made now, not when the window has been there for a moment
    }
    void cleanupTestCase()
    {
        m_studio.reset();
        m_other.reset();
    }

    void a_window_begins_with_the_embedded_platform()
    {
        QVERIFY(remoteButton()->text().startsWith(u"embedded platform"_s));
        QCOMPARE(publish(), u"Published org:hello as version 1 to the embedded platform."_s);
        QTRY_COMPARE(versions(), QStringList({u"1 active"_s}));
        QTRY_COMPARE(apps(), QStringList({u"org:hello v1"_s}));
    }

    void a_remote_is_added_and_the_window_stays_where_it_is()
    {
        addRemote(u"work"_s, m_other->address(), QString::fromLatin1(token));
        QVERIFY(remoteButton()->text().startsWith(u"embedded platform"_s));
        QVERIFY2(banner().contains(u"keychain"_s), qPrintable(banner())); // there is none, and that is said
        QTRY_COMPARE(versions(), QStringList({u"1 active"_s}));
    }

    void the_menu_switches_and_what_was_typed_is_untouched()
    {
        type(u"// typed, not saved"_s);
        const QString before = editor()->text();
        QVERIFY(choose(u"work"_s));
        QVERIFY2(remoteButton()->text().startsWith(u"work · team"_s), qPrintable(remoteButton()->text()));
        QTRY_COMPARE_WITH_TIMEOUT(apps(), QStringList({u"team:someones –"_s}), answersWithin);
        QCOMPARE(versions(), QStringList()); // nothing is published there yet
        QCOMPARE(editor()->text(), before);
        QVERIFY(editor()->isModified());
        QVERIFY(!onDisk().contains("typed, not saved"));
    }

    void publishing_goes_to_the_remote()
    {
        QCOMPARE(publish(), u"Published team:hello as version 1 to work."_s);
        type(u"// and more"_s);
        QCOMPARE(publish(), u"Published team:hello as version 2 to work."_s);
        const auto known = QCoro::waitFor(m_other->platform.listVersions(there));
        QVERIFY2(known, known ? "" : qPrintable(known.error().message));
        QCOMPARE(known->size(), 2);
        QCOMPARE(QCoro::waitFor(m_studio->platform.listVersions(here))->size(), 1); // and to nowhere else
        QTRY_COMPARE_WITH_TIMEOUT(versions(), QStringList({u"2 active"_s, u"1 "_s}), answersWithin);
        QTRY_COMPARE_WITH_TIMEOUT(apps(), QStringList({u"team:hello v2"_s, u"team:someones –"_s}), answersWithin);
    }

    void rolling_back_goes_to_the_remote()
    {
        for (QTreeView *const view : window().findChildren<QTreeView *>()) {
            if (view->accessibleName() == u"Versions"_s) {
                view->setCurrentIndex(view->model()->index(1, 0));
            }
        }
        QAction *rollBack = nullptr;
        for (QToolButton *const button : window().findChildren<QToolButton *>()) {
            rollBack = button->text() == u"Roll back…"_s ? button->defaultAction() : rollBack;
        }
        QVERIFY(rollBack && rollBack->isEnabled());
        rollBack->trigger();
        for (QAbstractButton *const one : window().findChild<QMessageBox *>()->buttons()) {
            one->text() == u"Roll back"_s ? one->click() : void();
        }
        QTRY_COMPARE_WITH_TIMEOUT(versions(), QStringList({u"2 "_s, u"1 active"_s}), answersWithin);
        QCOMPARE(banner(), u"Version 1 of team:hello is the active one now."_s);
        QCOMPARE(QCoro::waitFor(m_other->platform.getApp(there))->activeVersion, 1);
    }

    void back_at_the_embedded_platform_all_is_as_it_was()
    {
        type(u"// once more"_s);
        const QString before = editor()->text();
        QVERIFY(choose(u"Embedded platform"_s));
        QVERIFY(remoteButton()->text().startsWith(u"embedded platform"_s));
        QTRY_COMPARE(versions(), QStringList({u"1 active"_s}));
        QTRY_COMPARE(apps(), QStringList({u"org:hello v1"_s}));
        QCOMPARE(editor()->text(), before);
        QVERIFY(editor()->isModified());
        QVERIFY(!onDisk().contains("once more"));
    }

    void a_wrong_token_is_said_and_nothing_of_another_platform_is_shown()
    {
        // A token belongs to an address, so this one has another name.
        addRemote(u"stranger"_s, m_other->address().replace(u"127.0.0.1"_s, u"localhost"_s), u"wrong"_s);
        QVERIFY(choose(u"stranger"_s));
        QTRY_VERIFY_WITH_TIMEOUT(banner().contains(u"token"_s), answersWithin);
        QCOMPARE(apps(), QStringList());
        QCOMPARE(versions(), QStringList());
        QVERIFY(choose(u"Embedded platform"_s));
        QCOMPARE(banner(), QString()); // that was about the other platform
        QTRY_COMPARE(versions(), QStringList({u"1 active"_s}));
    }
};

QTEST_MAIN(TestRemoteSwitch)
#include "tst_remote_switch.moc"
