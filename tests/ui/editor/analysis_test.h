// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lsp/lsp_client.h"
#include "core/workspace/document_store.h"
#include "core/workspace/rust_analysis.h"
#include "core/workspace/workspace.h"
#include "tests/support/one_workspace.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/editor_tabs.h"
#include "ui/editor/language_features.h"
#include "ui/editor/split_views.h"

#include <QApplication>
#include <QFileInfo>
#include <QTabBar>
#include <QTemporaryDir>

namespace studio::test {

constexpr int analyzerTimeout = 240'000; ///< crates may be checked for the first time

/// An editor window with the real rust-analyzer on a project, one for all tests of a file.
class AnalysisWindow
{
public:
    explicit AnalysisWindow(const QByteArray &source) : m_source(source)
    {
        m_project.add(QStringLiteral("src/lib.rs"), source);
        tabs.setDocuments(workspace.documents());
        tabs.setAnalysis(&analysis);
        tabs.resize(900, 600);
    }
    ~AnalysisWindow()
    {
        tabs.closeAll();
        tabs.setAnalysis(nullptr);
    }
    Q_DISABLE_COPY_MOVE(AnalysisWindow)

    void start()
    {
        QVERIFY(workspace.open(m_project.path()));
        QVERIFY(tabs.open(file()).has_value());
        tabs.show();
        QVERIFY(QTest::qWaitForWindowActive(&tabs));
        QTRY_COMPARE_WITH_TIMEOUT(analysis.state(), RustAnalysis::State::Ready, analyzerTimeout);
    }
    /// The text as it was, without a popup, the mouse outside.
    void reset()
    {
        QVERIFY(tabs.open(file()).has_value());
        if (editor()->text().toUtf8() != m_source) {
            editor()->replaceText(QString::fromUtf8(m_source));
        }
        editor()->setFocus();
        setCaret(0);
        editor()->setFirstVisibleLine(0);
        QTest::mouseMove(tabs.findChild<QTabBar *>());
        QCoreApplication::processEvents();
    }

    [[nodiscard]] CodeEditor *editor() const { return tabs.current(); }
    [[nodiscard]] QString folder() const { return QFileInfo(m_project.path()).canonicalFilePath(); }
    [[nodiscard]] QString file() const { return folder() + QStringLiteral("/src/lib.rs"); }
    void add(const QString &name, const QByteArray &content) const { m_project.add(name, content); }

    /// Of the first character behind `before` and of the mark itself.
    [[nodiscard]] int positionOf(const QByteArray &mark, const QByteArray &before = {}) const
    {
        const QByteArray text = editor()->text().toUtf8();
        const qsizetype from = before.isEmpty() ? 0 : text.indexOf(before) + before.size();
        return static_cast<int>(text.indexOf(mark, from));
    }
    void setCaret(int position) const
    {
        editor()->SendScintilla(QsciScintillaBase::SCI_GOTOPOS, static_cast<unsigned long>(position));
    }
    /// In the viewport, in the middle of the first character.
    [[nodiscard]] QPoint pointOf(int position) const
    {
        const QRect area = editor()->areaOf(position, position + 1);
        return editor()->viewport()->mapFrom(editor(), area.center());
    }
    void moveMouseTo(int position) const
    {
        QTest::mouseMove(editor()->viewport(), pointOf(position) + QPoint(1, 0));
        QTest::mouseMove(editor()->viewport(), pointOf(position));
    }

private:
    QByteArray m_source;
    TestProject m_project;
    OneWorkspace m_services;

public:
    Workspace &workspace = m_services.workspace;
    RustAnalysis analysis{&workspace, m_services.paths};
    EditorTabs tabs{m_services.home.filePath(QStringLiteral("recovery"))};
};

} // namespace studio::test
