// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "ui/editor/carets.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/editor_tabs.h"
#include "ui/editor/editor_tool_pane.h"
#include "ui/editor/split_views.h"

#include <QApplication>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <QVBoxLayout>

namespace studio::test {

/// The editor's pane in a window that has its actions.
class EditorPaneTest : public QObject
{
protected:
    std::unique_ptr<QTemporaryDir> m_home;
    std::unique_ptr<EditorToolPane> m_pane;
    std::unique_ptr<QWidget> m_window;

    using Sci = QsciScintillaBase;

    void start()
    {
        m_window.reset();
        m_pane = std::make_unique<EditorToolPane>(m_home->filePath(QStringLiteral("recovery")), nullptr);
        m_window = std::make_unique<QWidget>();
        (new QVBoxLayout(m_window.get()))->addWidget(m_pane->widget());
        m_window->addActions(m_pane->actions());
        m_window->resize(800, 500);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }
    [[nodiscard]] QString pathOf(const QString &name) const { return m_home->filePath(name); }
    void open(const QString &name, const QByteArray &text)
    {
        QFile file(pathOf(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
        file.close();
        QVERIFY(m_pane->tabs()->open(pathOf(name)).has_value());
        editor()->setFocus();
    }
    [[nodiscard]] CodeEditor *editor() const { return m_pane->tabs()->current(); }
    [[nodiscard]] QAction *action(const char *id) const
    {
        for (QAction *const one : m_pane->actions()) {
            if (one->objectName() == QLatin1String(id)) {
                return one;
            }
        }
        return nullptr;
    }
    void press(int key, Qt::KeyboardModifiers held) const { QTest::keyClick(editor(), Qt::Key(key), held); }
    [[nodiscard]] QList<std::pair<long, long>> selections() const
    {
        QList<std::pair<long, long>> ranges;
        for (const Caret &caret : caretsOf(*editor())) {
            ranges << std::pair(caret.start(), caret.end());
        }
        return ranges;
    }

    using Ranges = QList<std::pair<long, long>>;

    void begin()
    {
        m_home = std::make_unique<QTemporaryDir>();
        start();
    }
    void end()
    {
        m_window.reset();
        m_pane.reset();
    }
};

} // namespace studio::test
