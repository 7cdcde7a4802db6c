//! Columns of cells: concepts, and the lanes in which long lines pass through the columns between.

use std::collections::HashMap;

/// What stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cell {
    /// A concept.
    Node(usize),
    /// The lines that go on from this concept. They share one lane until each turns off.
    Lane(usize),
}

/// A layered graph in which every line goes from one column to the next.
#[derive(Debug, Default)]
pub(super) struct Layers {
    pub(super) cells: Vec<Cell>,
    /// The cells of each column, from top to bottom.
    pub(super) columns: Vec<Vec<usize>>,
    /// For each cell, those of the column to its left that it is joined to.
    pub(super) left: Vec<Vec<usize>>,
    /// Likewise to its right.
    pub(super) right: Vec<Vec<usize>>,
    of_node: HashMap<usize, usize>,
    lanes: HashMap<(usize, usize), usize>,
    column: Vec<usize>,
}

impl Layers {
    /// `nodes` with their columns, in reading order; `edges` go from left to right.
    pub(super) fn new(nodes: &[(usize, usize)], edges: &[(usize, usize)]) -> Layers {
        let mut layers = Layers::default();
        let count = nodes.iter().map(|(_, column)| column + 1).max();
        layers.columns = vec![Vec::new(); count.unwrap_or(0)];
        for &(node, column) in nodes {
            let cell = layers.add(Cell::Node(node), column);
            layers.of_node.insert(node, cell);
        }
        for &(from, to) in edges {
            let mut cell = layers.of_node[&from];
            let end = layers.of_node[&to];
            for column in layers.column[cell] + 1..layers.column[end] {
                let next = match layers.lanes.get(&(from, column)) {
                    Some(&lane) => lane,
                    None => {
                        let lane = layers.add(Cell::Lane(from), column);
                        layers.lanes.insert((from, column), lane);
                        layers.join(cell, lane);
                        lane
                    }
                };
                cell = next;
            }
            layers.join(cell, end);
        }
        layers
    }

    fn add(&mut self, cell: Cell, column: usize) -> usize {
        self.cells.push(cell);
        self.left.push(Vec::new());
        self.right.push(Vec::new());
        self.column.push(column);
        self.columns[column].push(self.cells.len() - 1);
        self.cells.len() - 1
    }

    fn join(&mut self, left: usize, right: usize) {
        self.right[left].push(right);
        self.left[right].push(left);
    }

    /// The cells that the line between two concepts passes through, these two included.
    pub(super) fn way(&self, from: usize, to: usize) -> Vec<usize> {
        let (start, end) = (self.of_node[&from], self.of_node[&to]);
        let lanes = self.column[start] + 1..self.column[end];
        let lanes = lanes.map(|column| self.lanes[&(from, column)]);
        [start].into_iter().chain(lanes).chain([end]).collect()
    }

    /// The place in reading order by which a cell is sorted where nothing else decides.
    pub(super) fn reading(&self, cell: usize) -> (usize, bool) {
        match self.cells[cell] {
            Cell::Node(node) => (node, false),
            Cell::Lane(node) => (node, true),
        }
    }

    /// For each cell its place in its column.
    pub(super) fn places(&self) -> Vec<usize> {
        let mut places = vec![0; self.cells.len()];
        for column in &self.columns {
            for (place, &cell) in column.iter().enumerate() {
                places[cell] = place;
            }
        }
        places
    }
}
