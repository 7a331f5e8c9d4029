// SPDX-License-Identifier: GPL-3.0-or-later
// Files that cannot be saved where they are, on a real disk and with real keys.
#include "tests/support/ordinary_user.h"
#include "tests/ui/editor/editor_tabs_test.h"
#include "ui/common/banner.h"
#include "ui/editor/line_commands.h"

#include <QDialogButtonBox>
#include <QFileDialog>
#include <QLineEdit>
#include <QTabBar>
#include <QToolButton>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace studio;
using namespace studio::test;

class TestEditorAccess : public EditorTabsTest
{
    Q_OBJECT

    [[nodiscard]] Banner *notice() const { return m_tabs->findChild<Banner *>(); }
    /// Null where there is none within the usual time; one that was just made is shown by the next event.
    [[nodiscard]] QPushButton *button(const QString &text) const
    {
        QPushButton *found = nullptr;
        (void)QTest::qWaitFor([&] {
            const auto all = notice()->findChildren<QPushButton *>();
            const auto one = std::ranges::find_if(
                all, [&](const QPushButton *some) { return some->isVisible() && some->text() == text; });
            found = one == all.end() ? nullptr : *one;
            return found != nullptr;
        });
        return found;
    }
    static QFile::Permissions modeOf(const QString &path)
    {
        return QFile::permissions(path) & (QFile::WriteOwner | QFile::WriteGroup | QFile::WriteOther);
    }
    static void setReadOnly(const QString &path)
    {
        QVERIFY(QFile::setPermissions(path, QFile::ReadOwner | QFile::ReadGroup | QFile::ReadOther));
    }
    void openReadOnly(const QByteArray &content)
    {
        write(m_path, content);
        setReadOnly(m_path);
        QVERIFY(m_tabs->open(m_path).has_value());
        editor()->setFocus();
    }
    /// Answers the dialog that asks where to save.
    void saveAs(const QString &path)
    {
        QFileDialog *dialog = nullptr;
        QTRY_VERIFY((dialog = m_tabs->findChild<QFileDialog *>()) != nullptr);
        QVERIFY(QTest::qWaitForWindowActive(dialog));
        // Typed keys would meet the names that the dialog is still reading.
        dialog->selectFile(path);
        QTRY_COMPARE(dialog->selectedFiles(), QStringList{path});
        QTest::mouseClick(dialog->findChild<QDialogButtonBox *>()->button(QDialogButtonBox::Save), Qt::LeftButton);
        QTRY_VERIFY(m_tabs->findChild<QFileDialog *>() == nullptr);
    }

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    void a_file_that_can_be_saved_has_no_banner()
    {
        openFile("text");
        QVERIFY(!notice()->isVisible());
        QVERIFY(!editor()->isReadOnly());
    }

    void a_read_only_file_is_opened_read_only_and_says_so()
    {
        openReadOnly("text\n");
        QVERIFY(notice()->isVisible());
        QCOMPARE(notice()->text(), QStringLiteral("lib.rs cannot be changed: it is read-only."));
        QVERIFY(button(QStringLiteral("Make writable")) && button(QStringLiteral("Save as…")));
        QTest::keyClicks(editor(), QStringLiteral("typed"));
        QTest::keyClick(editor(), Qt::Key_Return);
        copyLinesDown(*editor());
        editor()->toggleComment();
        QCOMPARE(editor()->text(), QStringLiteral("text\n"));
        QVERIFY(save()); // nothing was typed
        QCOMPARE(read(m_path), QByteArray("text\n"));
        QCOMPARE(modeOf(m_path), QFile::Permissions());
    }

    void the_banner_that_was_closed_comes_back_where_keys_do_nothing()
    {
        openReadOnly("text");
        for (QToolButton *const close : notice()->findChildren<QToolButton *>()) {
            QTest::mouseClick(close, Qt::LeftButton);
        }
        QVERIFY(!notice()->isVisible());
        m_tabs->openAt(m_path, 1, 1);
        QVERIFY(!notice()->isVisible());
        QTest::keyClicks(editor(), QStringLiteral("a"));
        QVERIFY(notice()->isVisible());
    }

    void make_writable_lets_it_be_typed_in_and_saved()
    {
        openReadOnly("text");
        QTest::mouseClick(button(QStringLiteral("Make writable")), Qt::LeftButton);
        QVERIFY(!notice()->isVisible());
        QCOMPARE(modeOf(m_path), QFile::WriteOwner);
        editor()->setFocus();
        QTest::keyClicks(editor(), QStringLiteral("more "));
        QVERIFY(save());
        QCOMPARE(read(m_path), QByteArray("more text"));
        QCOMPARE(modeOf(m_path), QFile::WriteOwner);
    }

    void the_source_of_a_version_is_read_and_says_which()
    {
        const QString folder = QFileInfo(m_path).path() + QStringLiteral("/version-sources/") +
                               QString(64, QLatin1Char('a')) + QStringLiteral("/v3/src");
        QVERIFY(QDir().mkpath(folder));
        const QString path = folder + QStringLiteral("/lib.rs");
        write(path, "// three");
        QVERIFY(m_tabs->open(path));
        QVERIFY(editor()->isReadOnly());
        QCOMPARE(notice()->text(),
                 QStringLiteral("lib.rs cannot be changed: it is the source of v3, as a call ran it."));
        const auto bars = m_tabs->findChildren<QTabBar *>();
        QVERIFY(std::ranges::any_of(bars, [](const QTabBar *bar) {
            return bar->tabText(bar->currentIndex()) == QLatin1String("lib.rs @ v3");
        }));
    }

    void a_file_that_becomes_read_only_before_anything_is_typed_is_not_typed_in()
    {
        openFile("text");
        setReadOnly(m_path);
        QTRY_VERIFY(notice()->isVisible());
        QVERIFY(editor()->isReadOnly());
        QVERIFY(QFile::setPermissions(m_path, QFile::ReadOwner | QFile::WriteOwner));
        QTRY_VERIFY(!notice()->isVisible());
        QVERIFY(!editor()->isReadOnly());
    }

    void what_was_typed_before_a_file_became_read_only_is_kept_and_can_be_saved()
    {
        openFile("text");
        QTest::keyClicks(editor(), QStringLiteral("typed "));
        setReadOnly(m_path);
        QTRY_VERIFY(notice()->isVisible());
        QCOMPARE(notice()->text(),
                 QStringLiteral("lib.rs cannot be saved: it is read-only. What you typed is kept here "
                                "until you save it."));
        QTest::keyClicks(editor(), QStringLiteral("on "));
        QVERIFY(!save());
        QCOMPARE(editor()->text(), QStringLiteral("typed on text"));
        QCOMPARE(read(m_path), QByteArray("text"));
        QCOMPARE(modeOf(m_path), QFile::Permissions());
        QVERIFY(editor()->isModified());
        // A kill now loses nothing either.
        QTRY_COMPARE(copies(recovery()), 1);
        const auto second = secondStart();
        QCOMPARE(second->current()->text(), QStringLiteral("typed on text"));
        QVERIFY(second->findChild<Banner *>()->text().startsWith(QStringLiteral("lib.rs cannot be saved")));
        QTest::mouseClick(button(QStringLiteral("Make writable and save")), Qt::LeftButton);
        QTRY_VERIFY(!editor()->isModified());
        QCOMPARE(read(m_path), QByteArray("typed on text"));
        QVERIFY(!notice()->isVisible());
    }

    void undo_down_to_what_is_on_disk_makes_it_read_only()
    {
        openFile("text");
        QTest::keyClicks(editor(), QStringLiteral("t"));
        setReadOnly(m_path);
        QTRY_VERIFY(notice()->isVisible());
        QVERIFY(!editor()->isReadOnly());
        editor()->undo();
        QVERIFY(editor()->isReadOnly());
        QVERIFY(notice()->text().contains(QStringLiteral("cannot be changed")));
    }

    void what_another_program_writes_to_a_read_only_file_is_shown()
    {
        openReadOnly("one");
        const QString beside = m_path + QStringLiteral(".new");
        write(beside, "two");
        setReadOnly(beside);
        QCOMPARE(rename(QFile::encodeName(beside).constData(), QFile::encodeName(m_path).constData()), 0);
        QTRY_COMPARE(editor()->text(), QStringLiteral("two"));
        QVERIFY(editor()->isReadOnly());
    }

    void save_as_goes_on_in_the_other_file()
    {
        openReadOnly("fn main() {}\n");
        const QString other = m_home->filePath(QStringLiteral("other.json"));
        QTest::mouseClick(button(QStringLiteral("Save as…")), Qt::LeftButton);
        saveAs(other);
        QTRY_COMPARE(m_tabs->currentPath(), other);
        QCOMPARE(m_tabs->openPaths(), QStringList{other});
        QCOMPARE(read(other), QByteArray("fn main() {}\n"));
        QVERIFY(!notice()->isVisible());
        QCOMPARE(title(), QStringLiteral("other.json"));
        editor()->setFocus();
        QTest::keyClicks(editor(), QStringLiteral("x"));
        QVERIFY(save());
        QCOMPARE(read(other), QByteArray("xfn main() {}\n"));
        QCOMPARE(read(m_path), QByteArray("fn main() {}\n"));
        QCOMPARE(modeOf(m_path), QFile::Permissions());
    }

    void save_as_takes_what_was_typed_along_and_leaves_no_copy_behind()
    {
        openFile("text");
        QTest::keyClicks(editor(), QStringLiteral("typed "));
        setReadOnly(m_path);
        QTRY_VERIFY(notice()->isVisible());
        const QString other = m_home->filePath(QStringLiteral("other.rs"));
        m_tabs->askWhereToSave();
        saveAs(other);
        QTRY_COMPARE(m_tabs->currentPath(), other);
        QCOMPARE(read(other), QByteArray("typed text"));
        QVERIFY(!editor()->isModified());
        QTRY_COMPARE(copies(recovery()), 0);
        editor()->undo();
        QCOMPARE(editor()->text(), QStringLiteral("text")); // its steps are kept
    }

    void a_file_in_a_folder_that_cannot_be_written_is_made_writable_and_saved_where_it_is()
    {
        const OrdinaryUser user(m_home->path());
        const QString folder = m_home->filePath(QStringLiteral("closed"));
        QVERIFY(QDir().mkpath(folder));
        m_path = folder + QStringLiteral("/lib.rs");
        write(m_path, "text");
        setReadOnly(m_path);
        QVERIFY(QFile::setPermissions(folder, QFile::ReadOwner | QFile::ExeOwner));
        const auto open =
            qScopeGuard([&] { QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner); });
        QVERIFY(m_tabs->open(m_path).has_value());
        QTest::mouseClick(button(QStringLiteral("Make writable")), Qt::LeftButton);
        QVERIFY(!notice()->isVisible());
        editor()->setFocus();
        type(QStringLiteral("more "));
        QVERIFY(save());
        QCOMPARE(read(m_path), QByteArray("more text"));
        QVERIFY(!editor()->isModified());
        QCOMPARE(QDir(folder).entryList(QDir::Files | QDir::Hidden), QStringList{QStringLiteral("lib.rs")});

        // Beside it nothing can be made, and the text stays.
        type(QStringLiteral("even "));
        const QString beside = folder + QStringLiteral("/beside.rs");
        m_messages->clear();
        QVERIFY(!QCoro::waitFor(m_tabs->saveAs(m_path, beside)));
        QCOMPARE(m_messages->size(), 1);
        QVERIFY2(m_messages->first().first().toString().contains(QStringLiteral("its folder is read-only")),
                 qPrintable(m_messages->first().first().toString()));
        QCOMPARE(m_tabs->currentPath(), m_path);
        QCOMPARE(editor()->text(), QStringLiteral("more even text"));
        QVERIFY(editor()->isModified());
    }

    void a_file_of_another_user_can_be_saved_elsewhere_only()
    {
        if (!OrdinaryUser::isSuperuser()) {
            QSKIP("no other user to be had");
        }
        const QString folder = m_home->filePath(QStringLiteral("theirs"));
        QVERIFY(QDir().mkpath(folder));
        m_path = folder + QStringLiteral("/lib.rs");
        write(m_path, "text");
        QVERIFY(QFile::setPermissions(m_path, QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther));
        QVERIFY(QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner |
                                                  QFile::ReadOther | QFile::ExeOther));
        const OrdinaryUser user(m_home->path());
        QVERIFY(m_tabs->open(m_path).has_value());
        QCOMPARE(notice()->text(),
                 QStringLiteral("lib.rs cannot be changed: it belongs to another user, and you may only read it."));
        QPushButton *const saveElsewhere = button(QStringLiteral("Save as…"));
        QVERIFY(saveElsewhere);
        QCOMPARE(saveElsewhere->parentWidget()->findChildren<QPushButton *>().size(), 1); // no "Make writable"
        const QString own = m_home->filePath(QStringLiteral("own.rs"));
        QTest::mouseClick(saveElsewhere, Qt::LeftButton);
        saveAs(own);
        QTRY_COMPARE(m_tabs->currentPath(), own);
        QCOMPARE(read(own), QByteArray("text"));
        QVERIFY(!notice()->isVisible());
        editor()->setFocus();
        type(QStringLiteral("my "));
        QVERIFY(save());
        QVERIFY2(read(own).contains("my "), read(own));
        QCOMPARE(read(m_path), QByteArray("text"));
    }

    void save_as_does_not_write_over_what_is_typed_in_another_tab()
    {
        const QString other = m_home->filePath(QStringLiteral("other.rs"));
        write(other, "other");
        QVERIFY(m_tabs->open(other).has_value());
        editor()->setFocus();
        QTest::keyClicks(editor(), QStringLiteral("typed "));
        openFile("text");
        QVERIFY(!QCoro::waitFor(m_tabs->saveAs(m_path, other)));
        QCOMPARE(m_messages->size(), 1);
        QCOMPARE(read(other), QByteArray("other"));
        QVERIFY(QCoro::waitFor(m_tabs->saveAll()));
        QVERIFY(QCoro::waitFor(m_tabs->saveAs(m_path, other)));
        QCOMPARE(m_tabs->openPaths(), QStringList{other}); // one tab a file
        QCOMPARE(read(other), QByteArray("text"));
    }

    void a_pipe_that_is_named_takes_the_text_and_is_not_replaced()
    {
        openFile("text");
        const QString pipe = m_home->filePath(QStringLiteral("pipe"));
        QCOMPARE(mkfifo(QFile::encodeName(pipe).constData(), 0600), 0);
        const int reader = ::open(QFile::encodeName(pipe).constData(), O_RDONLY | O_NONBLOCK);
        QVERIFY(QCoro::waitFor(m_tabs->saveAs(m_path, pipe)));
        char text[8] = {};
        QCOMPARE(::read(reader, text, sizeof text), 4);
        ::close(reader);
        QVERIFY(!QFileInfo(pipe).isFile());
        QCOMPARE(m_tabs->currentPath(), m_path);
    }

    void replace_says_that_the_file_is_read_only()
    {
        openReadOnly("one one");
        m_tabs->openFind(true);
        const QList<QLineEdit *> fields = m_tabs->findChildren<QLineEdit *>();
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("one"));
        for (QPushButton *const one : m_tabs->findChildren<QPushButton *>()) {
            if (one->isVisible() && one->text().contains(QStringLiteral("all"), Qt::CaseInsensitive)) {
                QTest::mouseClick(one, Qt::LeftButton);
            }
        }
        QCOMPARE(editor()->text(), QStringLiteral("one one"));
        const auto labels = m_tabs->findChildren<QLabel *>();
        QVERIFY(std::ranges::any_of(labels, [](const QLabel *label) {
            return label->isVisible() && label->text() == QLatin1String("Read-only");
        }));
    }
};

QTEST_MAIN(TestEditorAccess)
#include "tst_editor_access.moc"
