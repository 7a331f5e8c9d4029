// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/completion_popup.h"

#include "ui/common/fonts.h"
#include "ui/common/theme.h"
#include "ui/editor/completion_delegate.h"
#include "ui/editor/completion_model.h"
#include "ui/editor/markdown_view.h"

#include <QGuiApplication>
#include <QListView>
#include <QScreen>
#include <QScrollBar>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace studio {

namespace {

constexpr int maxRows = 12;
constexpr int listCharacters = 68;
constexpr int sideWidth = 420;
constexpr int sideHeight = 260; ///< at most, as sideWidth
constexpr int sideGap = 2;
constexpr int rowMarks = 6; ///< characters that a row needs besides its texts

constexpr Qt::WindowFlags popupFlags = Qt::ToolTip | Qt::FramelessWindowHint | Qt::WindowDoesNotAcceptFocus;

} // namespace

CompletionPopup::CompletionPopup(QWidget *editor)
    : QFrame(editor, popupFlags)
    , m_model(new CompletionModel(this))
    , m_list(new QListView)
    , m_documentation(new MarkdownView)
    , m_side(new QFrame(this, popupFlags))
{
    setAttribute(Qt::WA_ShowWithoutActivating);
    setFocusPolicy(Qt::NoFocus);
    setAccessibleName(tr("Completions"));
    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins(1, 1, 1, 1);
    column->addWidget(m_list);
    m_list->setAccessibleName(tr("Completions"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(new CompletionDelegate(m_list));
    m_list->setUniformItemSizes(true);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setMinimumHeight(1); // else the layout keeps room for several rows
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setFont(monospaceFont());
    m_side->setAttribute(Qt::WA_ShowWithoutActivating);
    auto *const side = new QVBoxLayout(m_side);
    side->setContentsMargins(1, 1, 1, 1);
    side->addWidget(m_documentation);
    m_documentation->setMinimumSize(1, 1); // else the layout keeps room for several lines
    m_documentation->setFocusPolicy(Qt::NoFocus);
    m_documentation->setAccessibleName(tr("Documentation of the completion"));
    connect(m_model, &CompletionModel::modelReset, this, [this] {
        if (isVisible() && m_model->rowCount() > 0) {
            place(); // typing has left fewer of them, or more
        }
    });
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex &current) { Q_EMIT currentChanged(current.row()); });
    connect(m_list, &QListView::clicked, this, [this](const QModelIndex &index) { Q_EMIT chosen(index.row()); });
    applyTheme();
}

void CompletionPopup::applyTheme()
{
    if (std::exchange(m_isApplying, true)) { // a palette that is set tells so
        return;
    }
    const Theme &theme = Theme::current();
    for (QFrame *const one : {static_cast<QFrame *>(this), m_side}) {
        QPalette colours = one->palette();
        colours.setColor(QPalette::WindowText, theme.border);
        colours.setColor(QPalette::Window, theme.surface);
        one->setFrameShape(QFrame::Box);
        one->setPalette(colours);
        one->setAutoFillBackground(true);
    }
    QPalette text = m_documentation->palette();
    text.setColor(QPalette::WindowText, theme.text);
    m_documentation->setPalette(text);
    m_isApplying = false;
}

void CompletionPopup::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        applyTheme();
    }
}

void CompletionPopup::hideEvent(QHideEvent *event)
{
    QFrame::hideEvent(event);
    m_side->hide();
}

void CompletionPopup::hideAll()
{
    hide();
    m_side->hide();
}

void CompletionPopup::showAt(const QRect &line)
{
    m_line = line;
    place();
    show();
    select(0);
}

/// Below the line, or above it where there is more room.
void CompletionPopup::place()
{
    const int rows = std::min(maxRows, m_model->rowCount());
    const QMargins frame = contentsMargins() + layout()->contentsMargins();
    const int height = rows * m_list->sizeHintForRow(0) + frame.top() + frame.bottom();
    const int width = m_list->fontMetrics().horizontalAdvance(QLatin1Char('m')) * listCharacters;
    const QScreen *const screen = QGuiApplication::screenAt(m_line.center());
    const QRect room = screen ? screen->availableGeometry() : QRect(m_line.topLeft(), QSize(width, height));
    const bool isBelow = m_line.bottom() + height <= room.bottom() || m_line.top() - room.top() < height;
    const int left = std::clamp(m_line.left(), room.left(), std::max(room.right() - width, room.left()));
    setGeometry(left, isBelow ? m_line.bottom() + 1 : m_line.top() - height, std::min(width, room.width()), height);
}

int CompletionPopup::currentRow() const
{
    return m_list->currentIndex().row();
}

void CompletionPopup::select(int row)
{
    if (m_model->rowCount() > 0) {
        m_list->setCurrentIndex(m_model->index(std::clamp(row, 0, m_model->rowCount() - 1)));
        m_list->scrollTo(m_list->currentIndex());
    }
}

/// Round the ends, as one step.
void CompletionPopup::selectNext(int step)
{
    const int rows = m_model->rowCount();
    const bool isSingle = std::abs(step) == 1;
    select(isSingle && rows > 0 ? (currentRow() + step + rows) % rows : currentRow() + step);
}

bool CompletionPopup::handleKey(const QKeyEvent &event)
{
    if (event.modifiers() != Qt::NoModifier && event.modifiers() != Qt::KeypadModifier) {
        return false;
    }
    switch (event.key()) {
    case Qt::Key_Up:
        selectNext(-1);
        return true;
    case Qt::Key_Down:
        selectNext(1);
        return true;
    case Qt::Key_PageUp:
        selectNext(1 - maxRows);
        return true;
    case Qt::Key_PageDown:
        selectNext(maxRows - 1);
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Tab:
        Q_EMIT chosen(currentRow());
        return true;
    case Qt::Key_Escape:
        hideAll();
        return true;
    default:
        return false;
    }
}

bool CompletionPopup::saysRow(const QString &detail) const
{
    const QModelIndex row = m_list->currentIndex();
    const QString label = row.data(CompletionModel::LabelRole).toString();
    const QString description = row.data(CompletionModel::DescriptionRole).toString();
    const QString text = label + row.data(CompletionModel::DetailRole).toString() + description;
    const QFontMetrics metrics = m_list->fontMetrics();
    const int marks = metrics.horizontalAdvance(QLatin1Char('m')) * rowMarks;
    return (detail == description || detail == label) &&
           metrics.horizontalAdvance(text) + marks < m_list->viewport()->width();
}

void CompletionPopup::showDocumentation(const lsp::MarkupContent &documentation, const QString &detail)
{
    const bool hasHead = !detail.isEmpty() && !saysRow(detail);
    if (documentation.value.isEmpty() && !hasHead) {
        m_side->hide();
        return;
    }
    const QString head = hasHead ? QStringLiteral("```rust\n%1\n```\n\n").arg(detail) : QString();
    // Plain text as it stands, whatever is in it.
    const QString text =
        documentation.isMarkdown ? documentation.value : QStringLiteral("```\n%1\n```").arg(documentation.value);
    m_documentation->showMarkdown(documentation.value.isEmpty() ? head : head + text);
    placeSide();
    if (isVisible()) {
        m_side->show();
    }
}

QSize CompletionPopup::sideSize() const
{
    const QMargins frame = m_side->contentsMargins() + m_side->layout()->contentsMargins();
    const int widest = sideWidth - frame.left() - frame.right();
    QTextDocument *const text = m_documentation->document();
    text->setTextWidth(widest);
    int width = std::min(widest, static_cast<int>(std::ceil(text->idealWidth())) + 1);
    text->setTextWidth(width);
    const int height = static_cast<int>(std::ceil(text->size().height())) + frame.top() + frame.bottom();
    if (height > sideHeight) {
        width = std::min(widest, width + m_documentation->verticalScrollBar()->sizeHint().width());
    }
    return {width + frame.left() + frame.right(), std::min(height, sideHeight)};
}

/// Right of the list, else behind it as seen from the line, else left of it; within the editor's height.
void CompletionPopup::placeSide()
{
    const QRect list = geometry();
    const QScreen *const at = QGuiApplication::screenAt(m_line.center());
    const QRect room = at ? at->availableGeometry() : list;
    const QWidget *const editor = parentWidget();
    const int lowest = std::max(list.bottom(), editor->mapToGlobal(QPoint(0, editor->height())).y());
    const bool isBelow = list.top() > m_line.top();
    QRect side(QPoint(list.right() + sideGap, list.top()), sideSize());
    side.moveTop(isBelow ? std::min(list.top(), lowest - side.height()) : list.bottom() - side.height());
    if (side.right() > room.right()) {
        const int behind = isBelow ? list.bottom() + sideGap : list.top() - sideGap - side.height();
        if (isBelow ? behind + side.height() <= lowest : behind >= room.top()) {
            side.moveTopLeft({list.left(), behind});
        } else {
            side.moveRight(list.left() - sideGap);
        }
    }
    side.moveTop(std::max(side.top(), room.top()));
    m_side->setGeometry(side);
}

} // namespace studio
