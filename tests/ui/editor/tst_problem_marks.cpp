// SPDX-License-Identifier: GPL-3.0-or-later
// The marks of problems in the open files follow the workspace's list.
#include "core/workspace/diagnostic_list.h"
#include "tests/support/one_workspace.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/editor_tabs.h"
#include "ui/editor/problem_marks.h"

#include <QDir>
#include <QFile>
#include <QTest>

using namespace studio;
using namespace studio::test;
using namespace Qt::StringLiterals;

class TestProblemMarks : public QObject
{
    Q_OBJECT

    std::unique_ptr<OneWorkspace> m_services;
    std::unique_ptr<EditorTabs> m_tabs;

    [[nodiscard]] QString pathOf(const QString &name) const { return m_services->workspace.absolutePath(name); }
    void open(const QString &name)
    {
        QFile file(pathOf(name));
        QVERIFY(QDir().mkpath(QFileInfo(file).path()));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("one\ntwo\nthree\nfour\n");
        file.close();
        QVERIFY(m_tabs->open(pathOf(name)).has_value());
    }
    [[nodiscard]] CodeEditor *editor(const QString &name) const { return m_tabs->editorOf(pathOf(name)); }
    [[nodiscard]] QString messageAt(const QString &name, int line) const
    {
        return editor(name)->problemOfLine(line).message;
    }
    static Diagnostic error(const QString &file, int line, const QString &words)
    {
        return {.severity = Severity::Error,
                .message = words,
                .file = file,
                .line = line,
                .column = 1,
                .endLine = line,
                .endColumn = 3};
    }
    void say(const QString &file, const QList<Diagnostic> &found)
    {
        m_services->workspace.diagnostics()->replace(DiagnosticList::Source::LanguageServer, file, found);
    }

private Q_SLOTS:
    void init()
    {
        m_services = std::make_unique<OneWorkspace>();
        const QString folder = m_services->home.filePath(u"hello"_s);
        QVERIFY(QDir().mkpath(folder + u"/src"_s));
        QFile manifest(folder + u"/Cargo.toml"_s);
        QVERIFY(manifest.open(QIODevice::WriteOnly));
        manifest.write("[package]\nname = \"hello\"\nversion = \"0.1.0\"\nedition = \"2024\"\n");
        manifest.close();
        QVERIFY(m_services->workspace.open(folder));
        m_tabs = std::make_unique<EditorTabs>(m_services->home.filePath(u"recovery"_s));
        (new ProblemMarks(m_tabs.get()))->setWorkspace(&m_services->workspace);
        open(u"src/a.rs"_s);
        open(u"src/b.rs"_s);
    }
    void cleanup()
    {
        m_tabs.reset();
        m_services.reset();
    }

    void only_the_file_that_is_another_is_marked_anew()
    {
        say(u"src/a.rs"_s, {error(u"src/a.rs"_s, 2, u"of a"_s)});
        QCOMPARE(messageAt(u"src/a.rs"_s, 1), u"of a"_s);
        editor(u"src/a.rs"_s)->markProblem(4, 1, 4, 3, true, u"by hand"_s); // goes where it is marked anew
        say(u"src/b.rs"_s, {error(u"src/b.rs"_s, 1, u"of b"_s)});
        QCOMPARE(messageAt(u"src/b.rs"_s, 0), u"of b"_s);
        QCOMPARE(messageAt(u"src/a.rs"_s, 3), u"by hand"_s);
        say(u"src/a.rs"_s, {error(u"src/a.rs"_s, 3, u"of a"_s)});
        QCOMPARE(messageAt(u"src/a.rs"_s, 1), QString());
        QCOMPARE(messageAt(u"src/a.rs"_s, 2), u"of a"_s);
        QCOMPARE(messageAt(u"src/a.rs"_s, 3), QString());
    }

    void a_text_that_was_changed_is_marked_anew()
    {
        say(u"src/a.rs"_s, {error(u"src/a.rs"_s, 2, u"of a"_s)});
        editor(u"src/a.rs"_s)->setText(u"other\nlines\n"_s); // which takes the marks away
        say(u"src/b.rs"_s, {error(u"src/b.rs"_s, 1, u"of b"_s)});
        QCOMPARE(messageAt(u"src/a.rs"_s, 1), u"of a"_s);
    }

    void a_file_that_is_opened_later_has_its_marks()
    {
        say(u"src/c.rs"_s, {error(u"src/c.rs"_s, 2, u"of c"_s)});
        open(u"src/c.rs"_s);
        QCOMPARE(messageAt(u"src/c.rs"_s, 1), u"of c"_s);
        m_tabs->close(pathOf(u"src/c.rs"_s));
        open(u"src/c.rs"_s);
        QCOMPARE(messageAt(u"src/c.rs"_s, 1), u"of c"_s);
    }
};

QTEST_MAIN(TestProblemMarks)
#include "tst_problem_marks.moc"
