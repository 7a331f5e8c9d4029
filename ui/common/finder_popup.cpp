// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/finder_popup.h"

#include "ui/common/theme.h"

#include <QApplication>
#include <QCoreApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QPixmap>
#include <QStyledItemDelegate>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace studio {

namespace {

constexpr int finderRowHeight = 24;
constexpr int finderIconSize = 16;
constexpr int finderPadding = 6;
constexpr int finderHeight = 340; ///< at most

enum FinderRole { ChosenRole = Qt::UserRole, IsRowRole, PlacesRole, DetailRole, DetailPlacesRole };

/// Draws the title with its emphasised letters, and the detail behind it.
class FinderDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        QStyleOptionViewItem panel = option;
        initStyleOption(&panel, index);
        if (!index.data(IsRowRole).toBool()) {
            QStyledItemDelegate::paint(painter, option, index);
            return;
        }
        const QStyle *const style = option.widget ? option.widget->style() : QApplication::style();
        style->drawPrimitive(QStyle::PE_PanelItemViewItem, &panel, painter, option.widget);
        painter->save();
        QRect room = option.rect.adjusted(finderPadding, 0, -finderPadding, 0);
        const QRect icon(room.left(), room.center().y() - finderIconSize / 2 + 1, finderIconSize, finderIconSize);
        panel.icon.paint(painter, QStyle::visualRect(option.direction, option.rect, icon));
        room.setLeft(room.left() + finderIconSize + finderPadding);
        const bool isSelected = option.state.testFlag(QStyle::State_Selected);
        const auto color = [&](QPalette::ColorRole role) {
            return option.palette.color(isSelected ? QPalette::HighlightedText : role);
        };
        drawEmphasised(painter, option, room, panel.text, index.data(PlacesRole).value<QList<int>>(),
                       color(QPalette::Text));
        room.setLeft(room.left() + finderPadding);
        drawEmphasised(painter, option, room, index.data(DetailRole).toString(),
                       index.data(DetailPlacesRole).value<QList<int>>(), color(QPalette::PlaceholderText));
        painter->restore();
    }

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const override
    {
        return {100, std::max(finderRowHeight, option.fontMetrics.height() + 6)};
    }

private:
    /// Runs of letters of one kind, one after the other; takes its width from `room`.
    static void drawEmphasised(QPainter *painter, const QStyleOptionViewItem &option, QRect &room, const QString &text,
                               const QList<int> &places, const QColor &color)
    {
        QFont bold = option.font;
        bold.setBold(true);
        for (qsizetype from = 0; from < text.size() && room.width() > 0;) {
            const bool isMeant = places.contains(from);
            qsizetype to = from + 1;
            while (to < text.size() && places.contains(to) == isMeant) {
                ++to;
            }
            painter->setFont(isMeant ? bold : option.font);
            painter->setPen(isMeant ? Theme::current().accent : color);
            const QFontMetrics metrics = painter->fontMetrics();
            const QString run = metrics.elidedText(text.sliced(from, to - from), Qt::ElideRight, room.width());
            painter->drawText(QStyle::visualRect(option.direction, option.rect, room),
                              QStyle::visualAlignment(option.direction, Qt::AlignLeft | Qt::AlignVCenter), run);
            room.setLeft(room.left() + metrics.horizontalAdvance(run));
            from = to;
        }
    }
};

} // namespace

FinderPopup::FinderPopup(const QString &name, QWidget *parent)
    : QDialog(parent, Qt::Popup | Qt::FramelessWindowHint), m_words(new QLineEdit), m_list(new QTreeWidget)
{
    setAttribute(Qt::WA_DeleteOnClose);
    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins(8, 8, 8, 8);
    column->setSpacing(4);
    m_words->setAccessibleName(name);
    m_words->installEventFilter(this);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setHeaderHidden(true);
    m_list->setRootIsDecorated(false);
    m_list->setIndentation(0);
    m_list->setUniformRowHeights(true);
    m_list->setColumnCount(2);
    m_list->setItemDelegateForColumn(0, new FinderDelegate(m_list));
    m_list->header()->setStretchLastSection(false);
    m_list->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_list->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    column->addWidget(m_words);
    column->addWidget(m_list);
    connect(m_words, &QLineEdit::textChanged, this, &FinderPopup::noteTyped);
    connect(m_words, &QLineEdit::returnPressed, this, &FinderPopup::chooseAnswered);
    connect(m_list, &QTreeWidget::itemClicked, this, &FinderPopup::choose);
    m_words->setFocus();
}

void FinderPopup::setNames(const QString &placeholder, const QString &listName)
{
    m_words->setPlaceholderText(placeholder);
    m_list->setAccessibleName(listName);
}

void FinderPopup::setRows(const QList<FinderRow> &rows, const QString &nothing)
{
    m_list->clear();
    QPixmap empty(finderIconSize, finderIconSize); // so that all names begin at one place
    empty.fill(Qt::transparent);
    const QIcon blank(empty);
    QList<QTreeWidgetItem *> items;
    for (const FinderRow &row : rows) {
        auto *const item = new QTreeWidgetItem({row.title, row.trailing});
        item->setIcon(0, row.icon.isNull() ? blank : row.icon);
        item->setForeground(1, Theme::current().muted);
        item->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
        item->setData(0, ChosenRole, row.data);
        item->setData(0, IsRowRole, true);
        item->setData(0, PlacesRole, QVariant::fromValue(row.places));
        item->setData(0, DetailRole, row.detail);
        item->setData(0, DetailPlacesRole, QVariant::fromValue(row.detailPlaces));
        if (!row.detail.isEmpty()) {
            item->setData(0, Qt::AccessibleTextRole, QStringLiteral("%1, %2").arg(row.title, row.detail));
        }
        items << item;
    }
    m_list->addTopLevelItems(items);
    if (items.isEmpty()) {
        showSentence(nothing);
    } else {
        m_list->setCurrentItem(items.first());
    }
    m_isAnswered = true;
    fitHeight();
    if (std::exchange(m_isChosenAhead, false)) {
        choose();
    }
}

void FinderPopup::showWaiting(const QString &sentence)
{
    m_list->clear();
    showSentence(sentence);
    m_isAnswered = false;
}

/// No higher than its rows: an empty rest would hide the text below for nothing.
void FinderPopup::fitHeight()
{
    const int row = m_list->sizeHintForRow(0); // all are alike
    const int wanted = row * static_cast<int>(std::min<qsizetype>(m_list->topLevelItemCount(), finderHeight / row));
    m_list->setMinimumHeight(row);
    const QMargins margins = layout()->contentsMargins();
    const int around = margins.top() + m_words->sizeHint().height() + layout()->spacing() + margins.bottom();
    resize(width(), std::min(finderHeight, around + wanted));
}

/// It cannot be chosen.
void FinderPopup::showSentence(const QString &sentence)
{
    auto *const row = new QTreeWidgetItem({sentence});
    row->setFlags(Qt::NoItemFlags);
    m_list->addTopLevelItem(row);
}

void FinderPopup::setText(const QString &text)
{
    m_words->setText(text);
}

QString FinderPopup::text() const
{
    return m_words->text();
}

void FinderPopup::openIn(QWidget *window)
{
    resize(std::clamp(window->width() / 2, 460, 720), finderHeight);
    if (m_isAnswered) {
        fitHeight();
    }
    move(window->mapToGlobal(QPoint((window->width() - width()) / 2, 80)));
    open();
}

void FinderPopup::noteTyped(const QString &text)
{
    m_isAnswered = false;
    m_isChosenAhead = false;
    Q_EMIT typed(text);
}

void FinderPopup::chooseAnswered()
{
    if (m_isAnswered) {
        choose();
    } else {
        m_isChosenAhead = true;
    }
}

/// Stays open where there is nothing to choose: the sentence there says why.
void FinderPopup::choose()
{
    const QTreeWidgetItem *const item = m_list->currentItem();
    if (!item || !item->data(0, IsRowRole).toBool()) {
        return;
    }
    const QVariant meant = item->data(0, ChosenRole);
    close();
    Q_EMIT chosen(meant);
}

/// A popup has no frame of the window manager's.
void FinderPopup::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setPen(Theme::current().border);
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

bool FinderPopup::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Up || key == Qt::Key_Down || key == Qt::Key_PageUp || key == Qt::Key_PageDown) {
            QCoreApplication::sendEvent(m_list, event);
            return true;
        }
    }
    return QDialog::eventFilter(watched, event);
}

} // namespace studio
