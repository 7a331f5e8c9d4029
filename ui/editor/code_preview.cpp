// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/code_preview.h"

#include "core/base/task.h"
#include "ui/common/fonts.h"
#include "ui/common/theme.h"
#include "ui/syntax/read_syntaxes.h"
#include "ui/syntax/syntax_colours.h"

#include <QEvent>
#include <QSyntaxHighlighter>
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
    readSyntaxes(QThread::currentThread()).then(this, [this](const std::shared_ptr<Syntaxes> &read) {
        m_syntaxes = read;
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
    if (!m_syntaxes) {
        return;
    }
    const SyntaxColours colours(*m_syntaxes, m_theme, Theme::current().dark);
    m_highlighter = m_syntaxes->highlightDocument(document(), m_fileName, colours.theme());
    QPalette look = palette();
    look.setColor(QPalette::Text, colours.text());
    look.setColor(QPalette::Base, colours.color(EditorColor::Background));
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
