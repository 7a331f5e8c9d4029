// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QUrl>

namespace studio {

class MarkdownView;

/// Formatted text beside a place of an editor: Markdown of a language server, below the message of a problem. The text
/// is not trusted: it loads nothing, holds no HTML, and its links are only told. The mouse and the keyboard can enter
/// it to scroll, select and copy. A child of the editor, hidden at first. Main thread.
class HoverPopup final : public QFrame
{
    Q_OBJECT

public:
    explicit HoverPopup(QWidget *editor);

    /// Sizes are at most these parts of the editor's; what is larger scrolls.
    static constexpr double widthPart = 0.6;
    static constexpr double heightPart = 0.4;

    /// `word`: what it is about, in the editor's coordinates; it stands above it, or below where there is no room.
    void showFor(const QRect &word, const QString &problem, const QString &markdown);
    void takeFocus(); ///< to scroll it and to go to its links by keyboard; Escape gives it back to the editor
    [[nodiscard]] bool hasFocusWithin() const;
    [[nodiscard]] QString plainText() const;

Q_SIGNALS:
    void linkClicked(const QUrl &url);
    void left(); ///< the mouse went out of it, or Escape was pressed in it

protected:
    bool event(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    void fill(const QString &problem, const QString &markdown);
    [[nodiscard]] QSize sizeFor(const QSize &editor) const;

    MarkdownView *m_text;
};

} // namespace studio
