# %% [markdown]
# # Boxes, faces and style

# %%
import numpy as np


# %% exercise="iou"
def iou(box1, box2):
    """The shared area of two boxes (x1, y1, x2, y2) over the area that they cover together; 0 for boxes apart."""
    ### BEGIN SOLUTION
    xi1 = max(box1[0], box2[0])
    yi1 = max(box1[1], box2[1])
    xi2 = min(box1[2], box2[2])
    yi2 = min(box1[3], box2[3])
    inter_width = max(xi2 - xi1, 0)
    inter_height = max(yi2 - yi1, 0)
    inter_area = inter_width * inter_height
    box1_area = (box1[2] - box1[0]) * (box1[3] - box1[1])
    box2_area = (box2[2] - box2[0]) * (box2[3] - box2[1])
    union_area = box1_area + box2_area - inter_area
    iou = inter_area / union_area
    ### END SOLUTION
    return iou


# %% exercise="filter_boxes"
def filter_boxes(boxes, confidence, class_probs, threshold):
    """Of n boxes (n, 4), those whose best score, confidence (n, 1) times class_probs (n, k), reaches the threshold.

    Returns their scores, boxes and classes.
    """
    ### BEGIN SOLUTION
    box_scores = confidence * class_probs
    box_classes = np.argmax(box_scores, axis=-1)
    best = np.max(box_scores, axis=-1)
    mask = best >= threshold
    scores = best[mask]
    kept = boxes[mask]
    classes = box_classes[mask]
    ### END SOLUTION
    return scores, kept, classes


# %%
def suppress(scores, boxes, max_boxes, iou_threshold):
    """The places of the boxes that stay: the best first, without any that overlap one before too much."""
    chosen = []
    for place in np.argsort(-scores):
        x1, y1, x2, y2 = boxes[place]
        apart = True
        for other in chosen:
            u1, v1, u2, v2 = boxes[other]
            shared = max(min(x2, u2) - max(x1, u1), 0) * max(min(y2, v2) - max(y1, v1), 0)
            whole = (x2 - x1) * (y2 - y1) + (u2 - u1) * (v2 - v1) - shared
            apart = apart and shared / whole <= iou_threshold
        if apart and len(chosen) < max_boxes:
            chosen.append(int(place))
    return chosen


# %% exercise="yolo_eval"
def yolo_eval(scores, boxes, max_boxes, score_threshold, iou_threshold):
    """The boxes that reach score_threshold and survive suppression with iou_threshold, best first."""
    ### BEGIN SOLUTION
    mask = scores >= score_threshold
    scores = scores[mask]
    boxes = boxes[mask]
    places = suppress(scores, boxes, max_boxes, iou_threshold)
    ### END SOLUTION
    return boxes[places]


# %% exercise="triplet_loss"
def triplet_loss(anchor, positive, negative, alpha):
    """The sum over the triplets (rows) of max(|a - p|² - |a - n|² + alpha, 0)."""
    ### BEGIN SOLUTION
    pos_dist = np.sum(np.square(anchor - positive), axis=-1)
    neg_dist = np.sum(np.square(anchor - negative), axis=-1)
    basic_loss = pos_dist - neg_dist + alpha
    loss = np.sum(np.maximum(basic_loss, 0.0))
    ### END SOLUTION
    return loss


# %% exercise="who_is_it"
def who_is_it(picture, database, model):
    """The name in the database whose code is nearest to picture @ model; and the distance."""
    ### BEGIN SOLUTION
    encoding = picture @ model
    min_dist = 100
    identity = None
    for name, db_enc in database.items():
        dist = np.linalg.norm(encoding - db_enc)
        if dist < min_dist:
            min_dist = dist
            identity = name
    ### END SOLUTION
    return identity, min_dist


# %% exercise="compute_layer_style_cost"
def compute_layer_style_cost(a_S, a_G):
    """The squared distance of the Gram matrices of two layers (n_H, n_W, n_C), over 4 n_C² (n_H n_W)²."""
    ### BEGIN SOLUTION
    n_H, n_W, n_C = a_G.shape
    a_S = np.reshape(a_S, (n_H * n_W, n_C)).T
    a_G = np.reshape(a_G, (n_H * n_W, n_C)).T
    GS = a_S @ a_S.T
    GG = a_G @ a_G.T
    cost = np.sum(np.square(GS - GG)) / (4 * n_C**2 * (n_H * n_W) ** 2)
    ### END SOLUTION
    return cost
