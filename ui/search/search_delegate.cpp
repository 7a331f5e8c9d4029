// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/search/search_delegate.h"

#include "ui/common/fonts.h"
#include "ui/common/theme.h"
#include "ui/search/search_model.h"

#include <QApplication>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace studio {

namespace {

constexpr int rowHeight = 22;
constexpr int padding = 8;
constexpr int checkSize = 16;
constexpr int arrowSize = 12;
constexpr int maxReplacementShown = 200;

/// Of the check box, and of the arrow of a file's row.
struct Boxes
{
    QRect check;
    QRect arrow;
    QRect rest;
};

Boxes boxesOf(const QStyleOptionViewItem &option, const QModelIndex &index)
{
    const bool isFile = index.data(SearchModel::IsFileRole).toBool();
    QRect room = option.rect.adjusted(padding, 0, -padding, 0);
    Boxes boxes;
    const auto take = [&](int width) {
        const QRect box(room.left(), room.center().y() - width / 2 + 1, width, width);
        room.setLeft(room.left() + width + 6);
        return box;
    };
    const QRect arrow = take(arrowSize);
    boxes.arrow = isFile ? arrow : QRect();
    if (index.flags().testFlag(Qt::ItemIsUserCheckable)) {
        boxes.check = take(checkSize);
    }
    boxes.rest = room;
    const auto mirrored = [&](const QRect &box) {
        return box.isNull() ? box : QStyle::visualRect(option.direction, option.rect, box);
    };
    return {mirrored(boxes.check), mirrored(boxes.arrow), mirrored(boxes.rest)};
}

/// One run of a row's text; draws it and moves on.
class RowText
{
public:
    RowText(QPainter *painter, QRect room) : m_painter(painter), m_room(room) {}

    [[nodiscard]] QRect draw(const QString &text, const QColor &color)
    {
        const int width = std::min(m_painter->fontMetrics().horizontalAdvance(text), std::max(0, m_room.width()));
        const QRect area(m_room.left(), m_room.top(), width, m_room.height());
        m_painter->setPen(color);
        m_painter->drawText(area, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, text);
        m_room.setLeft(m_room.left() + width);
        return area;
    }
    void fillBehind(const QString &text, const QColor &color)
    {
        const int width = std::min(m_painter->fontMetrics().horizontalAdvance(text), std::max(0, m_room.width()));
        m_painter->fillRect(QRect(m_room.left(), m_room.top() + 2, width, m_room.height() - 4), color);
    }
    void skip(int width) { m_room.setLeft(m_room.left() + width); }

private:
    QPainter *m_painter;
    QRect m_room;
};

QString oneLine(const QString &text)
{
    QString line = text.left(maxReplacementShown);
    line.replace(u'\t', u' ').replace(u'\n', u'↵');
    line.remove(u'\r');
    return line;
}

QColor faint(QColor color, int alpha)
{
    color.setAlpha(alpha);
    return color;
}

} // namespace

void SearchDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem panel = option;
    const QStyle *const style = option.widget != nullptr ? option.widget->style() : QApplication::style();
    style->drawPrimitive(QStyle::PE_PanelItemViewItem, &panel, painter, option.widget);
    painter->save();
    const Boxes boxes = boxesOf(option, index);
    if (!boxes.check.isNull()) {
        QStyleOptionButton check;
        check.rect = boxes.check;
        check.palette = option.palette;
        const int state = index.data(Qt::CheckStateRole).toInt();
        check.state = QStyle::State_Enabled | (state == Qt::Checked            ? QStyle::State_On
                                               : state == Qt::PartiallyChecked ? QStyle::State_NoChange
                                                                               : QStyle::State_Off);
        style->drawPrimitive(QStyle::PE_IndicatorItemViewItemCheck, &check, painter, option.widget);
    }
    if (boxes.arrow.isNull()) {
        paintMatch(painter, option, index, boxes.rest);
    } else {
        QStyleOption arrow;
        arrow.rect = boxes.arrow;
        arrow.palette = option.palette;
        arrow.state = QStyle::State_Enabled;
        style->drawPrimitive(index.data(SearchModel::IsExpandedRole).toBool() ? QStyle::PE_IndicatorArrowDown
                             : option.direction == Qt::RightToLeft            ? QStyle::PE_IndicatorArrowLeft
                                                                              : QStyle::PE_IndicatorArrowRight,
                             &arrow, painter, option.widget);
        paintFile(painter, option, index, boxes.rest);
    }
    painter->restore();
}

void SearchDelegate::paintFile(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index,
                               QRect room) const
{
    const bool isSelected = option.state.testFlag(QStyle::State_Selected);
    const QColor muted = option.palette.color(isSelected ? QPalette::HighlightedText : QPalette::PlaceholderText);
    const QColor strong = option.palette.color(isSelected ? QPalette::HighlightedText : QPalette::Text);
    const QString path = index.data(SearchModel::FileRole).toString();
    const qsizetype name = path.lastIndexOf(u'/') + 1;
    QFont bold = option.font;
    bold.setWeight(QFont::DemiBold);
    painter->setFont(bold);
    RowText text(painter, room);
    const int width = text.draw(path.sliced(name), strong).width();
    room.setLeft(room.left() + width);
    painter->setFont(option.font);
    RowText rest(painter, room);
    rest.skip(padding);
    const QString folder = painter->fontMetrics().elidedText(path.left(std::max<qsizetype>(0, name - 1)),
                                                             Qt::ElideMiddle, room.width() - 80);
    (void)rest.draw(folder, muted);
    rest.skip(folder.isEmpty() ? 0 : padding);
    (void)rest.draw(index.data(SearchModel::CountRole).toString(), muted);
}

void SearchDelegate::paintMatch(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index,
                                QRect room) const
{
    const bool isSelected = option.state.testFlag(QStyle::State_Selected);
    const QColor text = option.palette.color(isSelected ? QPalette::HighlightedText : QPalette::Text);
    const QColor muted = option.palette.color(isSelected ? QPalette::HighlightedText : QPalette::PlaceholderText);
    const auto match = index.data(SearchModel::MatchRole).value<LineMatch>();
    const QVariant with = index.data(SearchModel::ReplacementRole);
    const bool isReplaced = with.isValid();
    QFont font = monospaceFont();
    font.setPointSizeF(option.font.pointSizeF());
    painter->setFont(font);
    const QString number = QString::number(match.line);
    const int numberWidth = painter->fontMetrics().horizontalAdvance(QString(5, u'0'));
    painter->setPen(muted);
    painter->drawText(QRect(room.left(), room.top(), numberWidth, room.height()), Qt::AlignRight | Qt::AlignVCenter,
                      number);
    RowText line(painter, room);
    line.skip(numberWidth + padding);
    qsizetype begin = 0;
    while (begin < match.shownAt && match.shown[begin].isSpace()) {
        ++begin;
    }
    const Theme &theme = Theme::current();
    (void)line.draw(oneLine(match.shown.sliced(begin, match.shownAt - begin)), isReplaced ? muted : text);
    const QString found = oneLine(match.shown.mid(match.shownAt, match.shownFor));
    line.fillBehind(found, isReplaced ? faint(theme.danger, 50) : faint(theme.warning, isSelected ? 110 : 80));
    QFont marked = font;
    marked.setBold(!isReplaced);
    marked.setStrikeOut(isReplaced);
    painter->setFont(marked);
    (void)line.draw(found, text);
    if (isReplaced) {
        marked.setStrikeOut(false);
        marked.setBold(true);
        painter->setFont(marked);
        line.fillBehind(oneLine(with.toString()), faint(theme.success, 60));
        (void)line.draw(oneLine(with.toString()), text);
    }
    painter->setFont(font);
    (void)line.draw(oneLine(match.shown.mid(match.shownAt + match.shownFor)), isReplaced ? muted : text);
}

QSize SearchDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    return {100, std::max(rowHeight, option.fontMetrics.height() + 4)};
}

/// Space is the usual delegate's. Its check box stands elsewhere.
bool SearchDelegate::editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option,
                                 const QModelIndex &index)
{
    if (event->type() == QEvent::MouseButtonRelease) {
        const auto *mouse = static_cast<QMouseEvent *>(event);
        const Boxes boxes = boxesOf(option, index);
        if (boxes.check.contains(mouse->position().toPoint())) {
            const bool isChecked = index.data(Qt::CheckStateRole).toInt() == Qt::Checked;
            return model->setData(index, isChecked ? Qt::Unchecked : Qt::Checked, Qt::CheckStateRole);
        }
        if (boxes.arrow.contains(mouse->position().toPoint())) {
            Q_EMIT expansionClicked(index);
            return true;
        }
        return false;
    }
    return event->type() == QEvent::KeyPress && QStyledItemDelegate::editorEvent(event, model, option, index);
}

} // namespace studio
