// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/code_preview.h"

#include "core/base/task.h"
#include "ui/common/fonts.h"
#include "ui/common/theme.h"
#include "ui/editor/syntax_colours.h"

#include <KSyntaxHighlighting/Definition>
#include <KSyntaxHighlighting/SyntaxHighlighter>
#include <QEvent>
#include <QThread>

namespace studio {

CodePreview::CodePreview(QWidget *parent) : QPlainTextEdit(parent)
{
    setReadOnly(true);
    setFont(monospaceFont());
    setLineWrapMode(NoWrap);
    setFrameShape(QFrame::NoFrame);
    setTabChangesFocus(true);
    setLayoutDirection(Qt::LeftToRight);
    readSyntaxes(QThread::currentThread()).then(this, [this](const Syntaxes &read) {
        m_syntaxes = read;
        m_highlighter = std::make_unique<KSyntaxHighlighting::SyntaxHighlighter>(document());
        colour();
        Q_EMIT coloured();
    });
}

CodePreview::~CodePreview() = default;

void CodePreview::setSyntaxTheme(const QString &name)
{
    m_theme = name;
    colour();
}

void CodePreview::setCode(const QString &code, const QString &fileName)
{
    m_fileName = fileName;
    setPlainText(code);
    colour();
}

void CodePreview::colour()
{
    if (!m_highlighter) {
        return;
    }
    const SyntaxColours colours(*m_syntaxes, m_theme, Theme::current().dark);
    m_highlighter->setTheme(colours.theme());
    m_highlighter->setDefinition(m_syntaxes->definitionForFileName(m_fileName));
    m_highlighter->rehighlight();
    QPalette look = palette();
    look.setColor(QPalette::Text, colours.text());
    look.setColor(QPalette::Base, colours.color(KSyntaxHighlighting::Theme::BackgroundColor));
    if (look != palette()) {
        setPalette(look);
    }
}

void CodePreview::changeEvent(QEvent *event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        colour();
    }
}

} // namespace studio
