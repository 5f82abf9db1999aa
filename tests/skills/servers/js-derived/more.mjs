/**
 * Scales.
 * @param {Array.<number>} by
 * @returns {number[]}
 */
function scaled(by) {
  return by.map((one) => one * 2);
}

export { scaled };
