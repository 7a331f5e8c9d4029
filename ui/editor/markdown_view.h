// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTextBrowser>

namespace studio {

/// Markdown of a language server, for reading. The text is not trusted: it loads nothing, holds no HTML, and its links
/// are only told (anchorClicked()). Main thread.
class MarkdownView final : public QTextBrowser
{
    Q_OBJECT

public:
    /// More is cut: a server's mistake must not stop the window.
    static constexpr qsizetype maxCharacters = 200'000;

    explicit MarkdownView(QWidget *parent = nullptr);

    void showMarkdown(const QString &markdown);

protected:
    QVariant loadResource(int type, const QUrl &name) override;
};

} // namespace studio
