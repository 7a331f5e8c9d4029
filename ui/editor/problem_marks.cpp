// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/problem_marks.h"

#include "core/workspace/diagnostic_list.h"
#include "core/workspace/workspace.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/editor_tabs.h"

namespace studio {

ProblemMarks::ProblemMarks(EditorTabs *tabs) : QObject(tabs), m_tabs(tabs)
{
    connect(tabs, &EditorTabs::currentChanged, this, &ProblemMarks::markNew);
    connect(tabs, &EditorTabs::fileClosed, this, [this](const QString &path) { m_marked.remove(path); });
    connect(tabs, &EditorTabs::fileMoved, this,
            [this](const QString &from, const QString &) { m_marked.remove(from); });
    connect(tabs, &EditorTabs::textChanged, this, [this](const QString &path) {
        if (const auto known = m_marked.find(path); known != m_marked.end()) {
            known->isTyped = true;
        }
    });
}

void ProblemMarks::setWorkspace(Workspace *workspace)
{
    if (m_workspace) {
        m_workspace->diagnostics()->disconnect(this);
    }
    m_workspace = workspace;
    m_marked.clear();
    if (workspace) {
        connect(workspace->diagnostics(), &DiagnosticList::added, this,
                [this](DiagnosticList::Source, const Diagnostic &found) { add(found); });
        connect(workspace->diagnostics(), &DiagnosticList::reset, this, &ProblemMarks::update);
    }
}

QHash<QString, QList<Diagnostic>> ProblemMarks::foundByPath() const
{
    QHash<QString, QList<Diagnostic>> byPath;
    const QList<Diagnostic> all = m_workspace->diagnostics()->all();
    for (const Diagnostic &found : all) {
        byPath[m_workspace->absolutePath(found.file)] << found;
    }
    return byPath;
}

void ProblemMarks::add(const Diagnostic &found)
{
    const QString path = m_workspace->absolutePath(found.file);
    if (m_tabs->editorOf(path)) {
        m_marked[path].found << found;
        markOne(path, found);
    }
}

void ProblemMarks::update()
{
    const auto byPath = foundByPath();
    for (const QString &path : m_tabs->openPaths()) {
        const QList<Diagnostic> found = byPath.value(path);
        const auto known = m_marked.constFind(path);
        if (known == m_marked.constEnd() || known->isTyped || known->found != found) {
            mark(path, found);
        }
    }
}

/// What was found in a file before it was opened.
void ProblemMarks::markNew()
{
    const QString path = m_tabs->currentPath();
    if (m_workspace && !path.isEmpty() && !m_marked.contains(path)) {
        mark(path, foundByPath().value(path));
    }
}

void ProblemMarks::mark(const QString &path, const QList<Diagnostic> &found)
{
    m_tabs->editorOf(path)->clearProblems();
    m_marked[path] = {.found = found};
    for (const Diagnostic &one : found) {
        markOne(path, one);
    }
}

void ProblemMarks::markOne(const QString &path, const Diagnostic &found)
{
    if (found.severity != Severity::Note) {
        m_tabs->editorOf(path)->markProblem(found.line, found.column, found.endLine, found.endColumn,
                                            found.severity == Severity::Error, found.message);
    }
}

} // namespace studio
