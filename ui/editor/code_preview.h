// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/syntax/syntaxes.h"

#include <QPlainTextEdit>

namespace studio {

/// A short text of code for reading, in the colours of the editor. The Tab key leaves it. Main thread.
///
///     auto *preview = new CodePreview;
///     preview->setCode(source, QStringLiteral("main.rs"));
class CodePreview final : public QPlainTextEdit
{
    Q_OBJECT

public:
    explicit CodePreview(QWidget *parent = nullptr);
    ~CodePreview() override;

    /// The name of an installed theme; empty for the one of our own that goes with the window.
    void setSyntaxTheme(const QString &name);
    void setCode(const QString &code, const QString &fileName); ///< the name says what language it is

Q_SIGNALS:
    void coloured(); ///< the definitions were read, which happens on a worker

protected:
    void changeEvent(QEvent *event) override;

private:
    void colour();

    std::shared_ptr<Syntaxes> m_syntaxes; ///< null until they are read
    std::unique_ptr<QSyntaxHighlighter> m_highlighter;
    QString m_theme;
    QString m_fileName;
};

} // namespace studio
