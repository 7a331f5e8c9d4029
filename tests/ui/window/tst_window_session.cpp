// SPDX-License-Identifier: GPL-3.0-or-later
// What a window finds again at its next start, and what two windows keep apart.
#include "core/project/project.h"
#include "tests/ui/window/editor_typing.h"
#include "tests/ui/window/studio.h"
#include "ui/editor/editor_tabs.h"
#include "ui/invoke/invoke_pane.h"

#include <QCoroTask>
#include <QDir>
#include <QTemporaryDir>

using namespace studio;
using namespace studio::test;

class TestWindowSession : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_home;
    QString m_project;
    std::unique_ptr<Studio> m_studio;

    void openStudio()
    {
        m_studio = std::make_unique<Studio>(m_home->path());
        window().openProject(m_project);
        window().show();
        QVERIFY(QTest::qWaitForWindowActive(&window()));
    }
    [[nodiscard]] MainWindow &window() const { return m_studio->window; }
    [[nodiscard]] CodeEditor *editor() const { return window().editors()->current(); }

private Q_SLOTS:
    void init()
    {
        m_home = std::make_unique<QTemporaryDir>();
        m_project = m_home->filePath(QStringLiteral("hello"));
        QVERIFY(copySample(sourcePath("/resources/samples/rust-hello"), m_project).has_value());
        openStudio();
    }
    void cleanup()
    {
        m_studio.reset();
        m_home.reset();
    }

    void what_was_typed_and_not_saved_is_there_at_the_next_start()
    {
        replaceInEditor(editor(), QStringLiteral("Hello from Rust!"), QStringLiteral("never saved"));
        const QString typed = editor()->text();
        window().close();
        m_studio.reset();
        openStudio();
        QCOMPARE(editor()->text(), typed);
        QVERIFY(editor()->isModified());
        // Saved, the copy has done its work.
        QVERIFY(QCoro::waitFor(window().editors()->saveAll()).has_value());
        QVERIFY(!editor()->isModified());
        m_studio.reset();
        openStudio();
        QVERIFY(!editor()->isModified());
    }

    void two_windows_on_one_project_say_so_and_keep_their_text_apart()
    {
        replaceInEditor(editor(), QStringLiteral("Hello from Rust!"), QStringLiteral("typed in the first"));
        const QDir kept(m_home->filePath(QStringLiteral("config/recovery/0")));
        QTRY_COMPARE(kept.entryList(QDir::Files).size(), 2); // what was typed, and the lock of the window
        Studio second(m_home->path());
        second.window.openProject(m_project);
        second.window.show();
        CodeEditor *const other = second.window.editors()->current();
        QVERIFY(other->text().contains(QStringLiteral("Hello from Rust!")));
        QVERIFY(!other->isModified());
        QVERIFY(second.isSaid(QStringLiteral("another window")));
        // What the one saves appears in the other.
        QVERIFY(QCoro::waitFor(window().editors()->saveAll()).has_value());
        QTRY_VERIFY(other->text().contains(QStringLiteral("typed in the first")));
        QVERIFY(!other->isModified());
    }

    void two_windows_remember_their_own_projects()
    {
        const QString project = m_home->filePath(QStringLiteral("second"));
        QVERIFY(copySample(sourcePath("/resources/samples/rust-hello"), project).has_value());
        Studio second(m_home->path());
        second.window.openProject(project);
        second.window.invokePane()->setPayload(R"({"of": "the second"})");
        window().invokePane()->setPayload(R"({"of": "the first"})");
        window().close();
        second.window.close();
        m_studio.reset();
        openStudio();
        QCOMPARE(window().invokePane()->payload(), QByteArray(R"({"of": "the first"})"));
        second.window.openProject(project);
        QCOMPARE(second.window.invokePane()->payload(), QByteArray(R"({"of": "the second"})"));
    }

    void open_files_are_remembered()
    {
        window().editors()->openAt(m_project + QStringLiteral("/Cargo.toml"), 6, 0);
        window().close();
        m_studio.reset();
        openStudio();
        QCOMPARE(window().editors()->openPaths().size(), 2);
        QVERIFY(window().editors()->currentPath().endsWith(QStringLiteral("Cargo.toml")));
    }
};

QTEST_MAIN(TestWindowSession)
#include "tst_window_session.moc"
