// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lsp/answer_source.h"

#include <QPoint>
#include <QPointer>
#include <QTimer>

class QKeyEvent;
class QMouseEvent;

namespace studio {

class CodeEditor;
class HoverPopup;
class LanguageFeatures;

/// What the language server says of the word under the resting mouse, or under the caret when asked by key, shown in a
/// HoverPopup with the problem there. While no server runs nothing is shown, and the editor's own tip of a problem is.
/// Main thread.
class HoverHelp final : public QObject
{
    Q_OBJECT

public:
    static constexpr int restTime = 400;  ///< milliseconds until the mouse is taken to rest
    static constexpr int leaveTime = 300; ///< milliseconds for the way from the word to the popup

    /// `editor` owns it; `features` outlives it.
    HoverHelp(CodeEditor *editor, LanguageFeatures *features);

    void showAtCaret();
    void hide();
    [[nodiscard]] bool isVisible() const;
    [[nodiscard]] bool isWaiting() const; ///< for the mouse to rest, or for an answer

Q_SIGNALS:
    void fileWanted(const QString &path); ///< of a link to a file of the project

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void mouseMoved(const QMouseEvent &event);
    bool keyPressed(const QKeyEvent &event);
    void mouseRested();
    void askAt(int position);
    void show(int position, const QString &markdown);
    void hidePopup();
    void leaveSoon();
    void open(const QUrl &url);
    [[nodiscard]] bool isUnderMouse() const;
    [[nodiscard]] bool isOverMargin(const QPoint &globalPoint) const;

    CodeEditor *m_editor;
    LanguageFeatures *m_features;
    HoverPopup *m_popup;
    QTimer m_rest;
    QTimer m_leave;
    QPoint m_mouse;  ///< where it rests, in the viewport
    int m_from = -1; ///< of the word that is shown or asked about, in bytes
    int m_to = -1;
    lsp::AnswerCall m_call;
};

} // namespace studio
