// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPointer>

#include <optional>

class QMouseEvent;
class QTabBar;
class QWidget;

namespace studio {

class CodeEditor;
class EditorTabs;

/// Drags tabs out of their bar: to the other group of editors, or to the right or lower edge of the only one, which is
/// split by that. What would happen is shown while the button is held. Escape gives up; so does a sign that the
/// button's release went elsewhere. Main thread.
class TabDrag final : public QObject
{
    Q_OBJECT

public:
    explicit TabDrag(EditorTabs *tabs); ///< which owns it
    ~TabDrag() override;

    [[nodiscard]] bool isDragging() const { return m_isDragging; }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    struct Target
    {
        int group = 0;
        int index = -1;                      ///< of its tabs; -1 for behind the last one
        std::optional<Qt::Orientation> side; ///< the new group's
        QRect area;                          ///< of the screen
    };

    bool dragEvent(QObject *watched, QEvent *event);
    bool barEvent(QTabBar *bar, QEvent *event);
    [[nodiscard]] bool hasLeft(const QMouseEvent &event) const;
    void begin(const QMouseEvent &event);
    void showTarget(const QPoint &globalPoint);
    void drop(const QPoint &globalPoint);
    void end();
    [[nodiscard]] std::optional<Target> targetAt(const QPoint &globalPoint) const;
    [[nodiscard]] std::optional<Target> edgeAt(const QPoint &globalPoint) const;

    EditorTabs *m_tabs;
    QPointer<QTabBar> m_bar;     ///< that the button was pressed in …
    QPointer<CodeEditor> m_view; ///< … on this one's tab
    QPointer<QWidget> m_hint;    ///< over the place where it would go
    bool m_isDragging = false;
    bool m_isReleasing = false;
};

} // namespace studio
