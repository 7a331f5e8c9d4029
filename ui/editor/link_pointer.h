// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPoint>

class QMouseEvent;

namespace studio {

class CodeEditor;
class LanguageFeatures;

/// While Ctrl is held the word under the mouse looks like a link, and a click on it follows it. Main thread.
class LinkPointer final : public QObject
{
    Q_OBJECT

public:
    /// `editor` owns it; `features` outlives it.
    LinkPointer(CodeEditor *editor, LanguageFeatures *features);

    [[nodiscard]] QString linkText() const; ///< empty while none is shown

Q_SIGNALS:
    void followed(int position); ///< in bytes

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    bool buttonPressed(const QMouseEvent &event);
    bool buttonReleased(const QMouseEvent &event);
    void showLink(const QPoint &point);
    void hideLink();

    CodeEditor *m_editor;
    LanguageFeatures *m_features;
    int m_indicator;
    QPoint m_mouse;  ///< in the viewport
    int m_from = -1; ///< of the link, in bytes
    int m_to = -1;
    bool m_isPressed = false;
};

} // namespace studio
