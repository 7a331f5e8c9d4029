// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/editor_status.h"

#include "ui/editor/code_editor.h"
#include "ui/editor/editor_tabs.h"
#include "ui/editor/syntax_lexer.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QToolButton>

namespace studio {

namespace {

QString lineEndName(LineEnd end)
{
    switch (end) {
    case LineEnd::CrLf:
        return QStringLiteral("CRLF");
    case LineEnd::Cr:
        return QStringLiteral("CR");
    case LineEnd::Lf:
        break;
    }
    return QStringLiteral("LF");
}

} // namespace

EditorStatus::EditorStatus(EditorTabs *tabs, QWidget *parent)
    : QWidget(parent), m_tabs(tabs), m_caret(new QLabel), m_encoding(nullptr), m_lineEnd(nullptr), m_language(nullptr)
{
    auto *const row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_caret);
    m_encoding = addButton(tr("Encoding of the file"));
    m_lineEnd = addButton(tr("Line ends of the file"));
    m_language = addButton(tr("Language of the file"));
    fillEncodings();
    fillLineEnds();
    connect(tabs, &EditorTabs::caretMoved, this,
            [this](int line, int column) { m_caret->setText(tr("Ln %1, Col %2").arg(line).arg(column)); });
    connect(tabs, &EditorTabs::currentChanged, this, &EditorStatus::showFormat);
    connect(tabs, &EditorTabs::formatChanged, this, &EditorStatus::showFormat);
    showFormat();
}

QToolButton *EditorStatus::addButton(const QString &name)
{
    auto *const button = new QToolButton;
    button->setAutoRaise(true);
    button->setPopupMode(QToolButton::InstantPopup);
    button->setFocusPolicy(Qt::TabFocus);
    button->setToolTip(name);
    button->setAccessibleName(name);
    button->setMenu(new QMenu(button));
    layout()->addWidget(button);
    return button;
}

void EditorStatus::fillEncodings()
{
    QMenu *const reopen = m_encoding->menu()->addMenu(tr("Reopen with"));
    QMenu *const save = m_encoding->menu()->addMenu(tr("Save with"));
    for (const TextEncoding encoding : textEncodings()) {
        reopen->addAction(encodingName(encoding), m_tabs, [this, encoding] { m_tabs->reopenWith(encoding); });
        save->addAction(encodingName(encoding), m_tabs, [this, encoding] { m_tabs->saveWith(encoding); });
    }
}

void EditorStatus::fillLineEnds()
{
    const auto add = [this](LineEnd end, const QString &words) {
        m_lineEnd->menu()->addAction(words, m_tabs, [this, end] { m_tabs->convertLineEnds(end); });
    };
    add(LineEnd::Lf, tr("LF, as on Linux and macOS"));
    add(LineEnd::CrLf, tr("CRLF, as on Windows"));
}

void EditorStatus::setLanguageActions(const QList<QAction *> &actions)
{
    m_language->menu()->addActions(actions);
}

void EditorStatus::showFormat()
{
    const CodeEditor *const editor = m_tabs->current();
    m_caret->setVisible(editor != nullptr);
    m_encoding->setVisible(editor != nullptr);
    m_lineEnd->setVisible(editor != nullptr);
    m_language->setVisible(editor != nullptr);
    if (!editor) {
        return;
    }
    const FileEncoding &how = editor->format().encoding();
    const bool isUtf8 = how.encoding == TextEncoding::Utf8;
    const QString name =
        isUtf8 && how.hasMark ? tr("%1 with BOM").arg(encodingName(how.encoding)) : encodingName(how.encoding);
    m_encoding->setText(name + QStringLiteral(" ▾"));
    m_encoding->setAccessibleDescription(name);
    m_lineEnd->setText(lineEndName(editor->format().lineEnd()) + QStringLiteral(" ▾"));
    m_lineEnd->setAccessibleDescription(lineEndName(editor->format().lineEnd()));
    const QString language = editor->syntax()->languageName();
    const bool isPlain = language.isEmpty() || language == QLatin1String("None"); // a definition's name
    const QString known = isPlain ? tr("Plain text") : language;
    m_language->setText(known + QStringLiteral(" ▾"));
    m_language->setAccessibleDescription(known);
}

/// Above the button, which stands at the window's lower edge. Returns at once, unlike QToolButton::showMenu().
void EditorStatus::openMenu(QToolButton *button)
{
    if (button->isVisible()) {
        QMenu *const menu = button->menu();
        menu->popup(button->mapToGlobal(QPoint(0, -menu->sizeHint().height())));
    }
}

} // namespace studio
