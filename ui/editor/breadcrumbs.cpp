// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/breadcrumbs.h"

#include "ui/common/theme.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/document_outline.h"
#include "ui/editor/language_features.h"
#include "ui/editor/symbol_list.h"
#include "ui/editor/symbol_navigation.h"

#include <QDir>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>

#include <algorithm>
#include <numeric>

namespace studio {

namespace {

constexpr int crumbRowHeight = 24;
constexpr qsizetype maxCrumbLength = 40;
constexpr qsizetype maxListedFiles = 500;

} // namespace

Breadcrumbs::Breadcrumbs(CodeEditor *editor, DocumentOutline *outline, LanguageFeatures *features)
    : QWidget(editor), m_editor(editor), m_outline(outline), m_features(features), m_row(new QHBoxLayout(this))
{
    setAccessibleName(tr("Breadcrumbs"));
    setFixedHeight(crumbRowHeight);
    m_row->setContentsMargins(8, 0, 8, 0);
    m_row->setSpacing(0);
    m_soon.setSingleShot(true);
    m_soon.setInterval(0);
    connect(&m_soon, &QTimer::timeout, this, &Breadcrumbs::refresh);
    connect(outline, &DocumentOutline::changed, &m_soon, qOverload<>(&QTimer::start));
    connect(editor, &CodeEditor::fileNameChanged, &m_soon, qOverload<>(&QTimer::start));
    connect(editor, &QsciScintilla::cursorPositionChanged, &m_soon, qOverload<>(&QTimer::start));
    refresh();
    editor->setHeader(this);
}

QStringList Breadcrumbs::texts() const
{
    QStringList all;
    for (const Crumb &crumb : m_crumbs) {
        all << crumb.text;
    }
    return all;
}

void Breadcrumbs::refresh()
{
    QList<Crumb> crumbs{{.text = QFileInfo(m_features->pathOf(m_editor)).fileName(), .kind = tr("file")}};
    int innermost = -1;
    for (const CodeSymbol &symbol : m_outline->symbolsAtCaretOf(*m_editor)) {
        innermost = static_cast<int>(m_outline->symbols().indexOf(symbol));
        crumbs << Crumb{.text = symbol.name.size() <= maxCrumbLength ? symbol.name
                                                                     : symbol.name.first(maxCrumbLength - 1) + u'…',
                        .kind = symbolKindName(symbol.kind),
                        .symbol = innermost};
    }
    if (!childrenOf(innermost).isEmpty()) {
        crumbs << Crumb{.text = QStringLiteral("…"), .kind = tr("more within")};
    }
    if (crumbs != m_crumbs) {
        m_crumbs = crumbs;
        rebuild();
    }
}

/// Buttons are kept: one of them may have the focus, or its list open.
void Breadcrumbs::rebuild()
{
    while (m_buttons.size() < m_crumbs.size()) {
        auto *const button = new QToolButton(this);
        const auto index = static_cast<int>(m_buttons.size());
        button->setAutoRaise(true);
        button->setFocusPolicy(Qt::TabFocus);
        connect(button, &QToolButton::clicked, this, [this, index] { open(index); });
        button->installEventFilter(this);
        m_buttons << button;
    }
    while (m_row->count() > 0) {
        delete m_row->takeAt(0);
    }
    for (qsizetype index = 0; index < m_buttons.size(); ++index) {
        QToolButton *const button = m_buttons[index];
        const bool isShown = index < m_crumbs.size();
        button->setVisible(isShown);
        if (!isShown) {
            continue;
        }
        const Crumb &crumb = m_crumbs[index];
        const bool isLast = index + 1 == m_crumbs.size();
        button->setText(isLast ? crumb.text : crumb.text + QStringLiteral("  ›"));
        button->setAccessibleName(crumb.kind.isEmpty() ? crumb.text : crumb.kind + u' ' + crumb.text);
        button->setToolTip(crumb.symbol < 0 && index > 0 ? tr("Go to what is within") : tr("Go to another one"));
        m_row->addWidget(button);
    }
    m_row->addStretch(1);
}

QList<int> Breadcrumbs::childrenOf(int symbol) const
{
    const QList<CodeSymbol> &all = m_outline->symbols();
    const int depth = symbol < 0 ? -1 : all[symbol].depth;
    QList<int> children;
    for (int at = symbol + 1; at < all.size() && all[at].depth > depth; ++at) {
        if (all[at].depth == depth + 1) {
            children << at;
        }
    }
    return children;
}

int Breadcrumbs::parentOf(int symbol) const
{
    const QList<CodeSymbol> &all = m_outline->symbols();
    int parent = symbol - 1;
    while (parent >= 0 && all[parent].depth >= all[symbol].depth) {
        --parent;
    }
    return parent;
}

QRect Breadcrumbs::areaOf(int index) const
{
    const QWidget *const button = m_buttons.value(index, nullptr);
    return button ? QRect(button->mapToGlobal(QPoint()), button->size()) : QRect(mapToGlobal(QPoint()), size());
}

void Breadcrumbs::open(int index)
{
    refresh();
    if (index >= m_crumbs.size()) {
        return;
    }
    const int symbol = m_crumbs[index].symbol;
    if (index == 0) {
        openFiles(areaOf(0));
    } else if (symbol < 0) {
        openSymbols(childrenOf(m_crumbs[index - 1].symbol), -1, areaOf(index));
    } else {
        const QList<int> siblings = childrenOf(parentOf(symbol));
        openSymbols(siblings, static_cast<int>(siblings.indexOf(symbol)), areaOf(index));
    }
}

/// Of a file that was opened just now the symbols are not known yet. The list opens all the same: what is typed next
/// goes to its filter, not into the text.
void Breadcrumbs::openOutline()
{
    refresh();
    const QRect area(mapToGlobal(QPoint()), size());
    const bool isToCome = m_outline->isWaiting() && m_features->isReadyFor(m_editor);
    if (m_outline->symbols().isEmpty() && !isToCome) {
        m_features->showCaretNotice(tr("No symbols of this file are known."));
        return;
    }
    if (!m_outline->symbols().isEmpty()) {
        addOutline(makeSymbolList())->showAt(area, currentSymbol());
        return;
    }
    SymbolList *const list = makeSymbolList();
    list->setWaiting(tr("The symbols are being read…"));
    connect(m_outline, &DocumentOutline::changed, list, [this, list] {
        disconnect(m_outline, nullptr, list, nullptr); // what changes from now on moves no row
        refresh();
        addOutline(list)->fill(currentSymbol());
    });
    list->showAt(area, -1);
    m_outline->askNow();
}

/// Around the caret; -1 for none.
int Breadcrumbs::currentSymbol() const
{
    int current = -1;
    for (const Crumb &crumb : m_crumbs) {
        current = std::max(current, crumb.symbol);
    }
    return current;
}

SymbolList *Breadcrumbs::makeSymbolList()
{
    auto *const list = new SymbolList(tr("Symbols of the file"), m_editor);
    connect(list, &SymbolList::closed, m_editor, [editor = m_editor] { editor->setFocus(); });
    return list;
}

SymbolList *Breadcrumbs::addOutline(SymbolList *list)
{
    QList<int> all(m_outline->symbols().size());
    std::iota(all.begin(), all.end(), 0);
    addSymbols(list, all, true);
    return list;
}

void Breadcrumbs::addSymbols(SymbolList *list, const QList<int> &indexes, bool withDepth)
{
    QList<TextPlace> places;
    for (const int index : indexes) {
        const CodeSymbol &symbol = m_outline->symbols().at(index);
        list->add(symbol.name, symbolKindName(symbol.kind), withDepth ? symbol.depth : 0);
        places << symbol.selection.start;
    }
    connect(list, &SymbolList::chosen, this, [this, places](int index) {
        m_features->navigation()->noteJump();
        m_editor->goTo(places.at(index));
    });
}

void Breadcrumbs::openSymbols(const QList<int> &indexes, int current, const QRect &area)
{
    if (!indexes.isEmpty()) {
        SymbolList *const list = makeSymbolList();
        addSymbols(list, indexes, false);
        list->showAt(area, current);
    }
}

void Breadcrumbs::openFiles(const QRect &area)
{
    const QFileInfo file(m_features->pathOf(m_editor));
    QStringList names = file.dir().entryList(QDir::Files, QDir::Name | QDir::IgnoreCase);
    names.resize(std::min(maxListedFiles, names.size()));
    auto *const list = new SymbolList(tr("Files of the folder"), m_editor);
    for (const QString &name : names) {
        list->add(name, QString());
    }
    connect(list, &SymbolList::closed, m_editor, [editor = m_editor] { editor->setFocus(); });
    connect(list, &SymbolList::chosen, this, [this, names, folder = file.dir()](int index) {
        m_features->navigation()->noteJump();
        m_features->openFile(folder.filePath(names.at(index)));
    });
    list->showAt(area, static_cast<int>(names.indexOf(file.fileName())));
}

void Breadcrumbs::focusLast()
{
    refresh();
    m_buttons.at(m_crumbs.size() - 1)->setFocus(Qt::ShortcutFocusReason);
}

/// Before the buttons, which know arrows of their own.
bool Breadcrumbs::eventFilter(QObject *watched, QEvent *event)
{
    const auto focused = static_cast<int>(m_buttons.indexOf(static_cast<QToolButton *>(watched)));
    if (event->type() != QEvent::KeyPress || focused < 0) {
        return QWidget::eventFilter(watched, event);
    }
    const auto last = static_cast<int>(m_crumbs.size()) - 1;
    switch (static_cast<QKeyEvent *>(event)->key()) {
    case Qt::Key_Left:
        m_buttons.at(std::clamp(focused - 1, 0, last))->setFocus(Qt::TabFocusReason);
        return true;
    case Qt::Key_Right:
        m_buttons.at(std::clamp(focused + 1, 0, last))->setFocus(Qt::TabFocusReason);
        return true;
    case Qt::Key_Down:
    case Qt::Key_Return:
    case Qt::Key_Enter:
        open(std::clamp(focused, 0, last));
        return true;
    case Qt::Key_Escape:
        m_editor->setFocus();
        return true;
    default:
        return QWidget::eventFilter(watched, event);
    }
}

void Breadcrumbs::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        update();
    }
}

void Breadcrumbs::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), Theme::current().surface);
    painter.fillRect(QRect(0, height() - 1, width(), 1), Theme::current().border);
}

} // namespace studio
